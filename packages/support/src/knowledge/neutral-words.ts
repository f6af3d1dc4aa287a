/**
 * Words that stand in questions about anything. They are not held against a question, and alone they find
 * nothing: what is left says what it is about.
 */
const NEUTRAL_WORDS: ReadonlySet<string> = new Set(
  [
    // when and how long
    '지난 지난번 저번 저번에 이번 다음 다음번 약속 그날 당시 시절 시점 오늘 어제 그제 내일 모레 올해 작년 작년에 내년 지난달 이번달 다음달 지난주 이번주 다음주 일주일 일주일째 한달 반년 하루 하루종일 나중 나중에 먼저 이미 벌써 곧 바로 이제 이따 요즘 최근 예전 옛날 처음 마지막 매번 항상 가끔 얼른 어제꺼 오늘꺼 동안 이후 이전 도중 도중에',
    // how much and how
    '조금 조금밖에 조금씩 많이 적게 전부 모두 다들 각각 한번 한번에 두번 여러 여러번 여러개 몇가지 대충 정도 이상 이하 최대 최소 같이 함께 따로 별로 혼자 서로 똑같 똑같이 비슷 이렇게 저렇게 그렇게 이런 저런 그런 이거 그거 저거 이것 그것 여기 거기 다른 다른데 다른거 중간 중간에 근처 집근처 나머지 같은 새로 넘게 안내좀 저기 아무 아무것 아무것도 뭐뭐 하나 둘다 조차 통째로 제대로 스스로 직접 특히 거의 약간 살짝 짜리',
    // who
    '본인 고객 손님 사용자 사람들 아들 딸 남편 아내 엄마 아빠 어머니 아버지 부모님 친구 동생 언니 오빠 누나 직원 여러분 님들 가족 가족한테 친구한테 집사람 와이프 조카 선생님 생일 누구 지인',
    // what every shop and office has
    '책 도서 상품 가격 요금 비용 금액 값 기간 시간 날짜 기한 위치 장소 조건 종류 제품 물건 물품 서비스 코드 번호 규정 정책 약관 신청 신청서 접수 확인 문의 변경 변경사항 수정 등록 사용 이용 구매 구입 입력 설치 수리 예약 추천 안내 방법 찾기 정보 설정 관리 서류 박스 예정 예정일 책임 처분 세일 할인율 날 밤 아침 점심 저녁 주말 평일 월요일 화요일 수요일 목요일 금요일 사이트 홈페이지 화면 인터넷 온라인 글 말 일 집 회사 사람 이름 이용방법 가능여부 가지 개월 시작 종료 완료',
    // places and days that tell a shop's branch or a delivery area, and a traveller's way too
    '서울 부산 대구 대전 광주 인천 강남 마포 경기 서울에서 부산까지',
    // asking, wanting, stating
    '문제 경우 상황 상태로 이유 사유 여부 절차 과정 방식 관련 대한 대해 대해서 때문 때문에 위해 통해 필요 필요한 무조건 당연히 사실 생각 발견 실수 실수로 깜빡 실패 성공 선택 조절 중복 복구 복구되 처리 진행 요청 건가 바랍니다 바라 부탁 안내 질문 답변좀 도움 대답 설명 기준으로 불가 불가능 어려운 어렵 쉽게 간단히 자세히 자세하게 정확히 대략 혹은 또는 아니면 아니 아님 아닌 맞나 맞는 현상 증상 은거 는거 는건 은건 이랑 라도 이라도 인데 는데 은데 든지 구요 어요 아요 라고 다고 으로 로는 에서 까지 부터 한테 에게 처럼 있게 을수 할수 네여 나여 지금이라도 이라면서',
  ].flatMap(line => line.split(' ')),
);

/** Verbs that say nothing without their noun (받다, 오다, 쓰다), in any of their forms. */
const VERB_STEMS =
  '하 해 했 할 한 함 되 돼 됐 될 된 됨 뜨 떠 떴 뜬 뜸 오 와 왔 올 온 옴 가 갔 갈 간 보 봐 봤 볼 본 받 받았 받아 받아볼 주 줘 줬 줄 준 나오 나와 나왔 나온 나옴 쓰 써 썼 쓸 쓴 썼던 사 샀 살 산 산거 시키 시켰 시켜 시킨 시킬 넣 걸려 걸리 걸림 걸고 걸린 알 아는 모르 몰라 모름 있 없 싶 같 보내 보냈 보낸 들어 들어왔 들어가 들어오 들어간 나가 나갔 나간 나가고 넘어가 안돼 안되 안됐 안해 안했 못하 못해 못했 못받 안왔 안와 안오 안보 안나 안먹 그만 그런 그렇 이렇 어떻 어떠 말하 말해 말씀 기다리 기다렸 기다려 가져가 가져간 가져오 놔두 두고 둔 뒀 남기 남겨 생각나 나 났 난 낸 내 냈 해버 해버렸 해버림 돌리 받고 먹히 계시 드리 드려 드릴 찾아가 찾아오 찾 찾겠 찾아볼 뺄 빼 빼고 들어있 들어와있 들었 걸리 걸릴 늦 사흘 하나로 새걸 새거 따로따로 바꾸 바꿔 바꿨 바꿀 바꾼 읽 읽었 읽고 읽을 읽는 먹 먹고 먹었 놀 쉬 싫 좋 좋아 좋은 많 적 크 작 비싸 싸 빠르 느리 찾아 찾고 고쳐 고치 고칠 틀리 틀려 틀렸 틀린 적었 적은 달라 다르 만들 만드 합 모으 모아 세우 정하 정해 고르 골라 고른 빌리 빌려 눌러 누르 눌렀 켜 켜지 꺼 열 열리 열려 닫 원 원하 바라 궁금하 의아하 이해 부르 불러';
const VERB_ENDINGS =
  '보 봐 보니 버렸 버려 이 ㄴ데 고 게 는 은 을 를 던 데 지 서 면 려 니 냐 나 까 네 죠 요 다 야 도 만 거 건 걸 었 았 시 실 셔 세 습 니다 니까 어 아 음 수 구 며 자 라 기 임 듯 여 염 겠 는데 은데 려고 려구 러 버 주 줘 로 께 ㅂ니다 실수 데요 좀 대요 더니 길래 드 릴 리 려';
const NEUTRAL_VERB = new RegExp(`^[안못]?(?:${alternatives(VERB_STEMS)})(?:${alternatives(VERB_ENDINGS)})*$`);

export function isNeutralNoun(word: string): boolean {
  return NEUTRAL_WORDS.has(word);
}

export function isNeutralVerb(word: string): boolean {
  return NEUTRAL_VERB.test(word);
}

function alternatives(list: string): string {
  return list
    .split(' ')
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .join('|');
}
