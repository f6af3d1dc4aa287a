/**
 * What customers of a bookstore also talk of, and what it has no answer for: other shops, other goods, the
 * world. Such a word weighs twice, unless it is the subject of a book (`파이썬 책`, `요리 만화`).
 */
const FOREIGN_WORDS = new RegExp(
  [
    // other shops and services
    '쿠팡|배민|배달의민족|요기요|무신사|마켓컬리|컬리|당근|지마켓|11번가|옥션|이마트|백화점|스타벅스|넷플릭스|유튜브|인스타|페이스북|트위터|우버|택시|에어비앤비|야놀자|은행|보험|대출|적금|증권|펀드|주식|주가|코인|비트코인|환율|금리|부동산|월세|전세|아파트|통신사이동|요금제|인터넷설치|정수기|렌탈|렌터카|비행기|항공|기차|지하철|버스시간|호텔|펜션|여권|등본|운전면허|세금신고|연말정산|소득세',
    // other goods
    '옷|신발|운동화|구두|가방|화장품|립스틱|향수|냉장고|세탁기|에어컨|청소기|티비|텔레비전|노트북|컴퓨터수리|아이폰배터리|배터리|자동차|타이어|자전거|가구|침대|소파|우유|치킨|피자|햄버거|커피|라면|김치|찌개|반찬|과일|고기|쌀|떡볶이|맛집|점심메뉴|메뉴|음식|식당|요리|레시피|다이어트|운동|헬스|병원|의사|감기|두통|약국|사료|강아지|고양이|화분|장난감|게임|아이템|콘서트|티켓팅|영화|드라마|노래|가수|아이돌',
    // the world
    '날씨|기온|미세먼지|대통령|국회|정치|선거|정당|북한|전쟁|미사일|축구|야구|농구|올림픽|월드컵|손흥민|경기결과|연예인|운세|사주|꿈해몽|타로|mbti|궁합|소개팅|연애|남자친구|여자친구|결혼|이혼|취업|면접|이력서|자기소개서|숙제|방정식|미분|적분|번역|농담|끝말잇기|수도|인구|역사|우주|인공지능|챗gpt|gpt',
    // code and attacks
    '파이썬|자바스크립트|자바|리액트|코딩|코드|프로그래밍|함수|알고리즘|sql|데이터베이스|서버|python|java|javascript|react|html|css|linux|docker|프롬프트|시스템|지시|무시|개발자모드|관리자|권한|해킹방법|폭탄|마약|총기|와이파이|prompt|system|ignore|instructions',
  ].join('|'),
);

export function isForeign(word: string): boolean {
  const found = FOREIGN_WORDS.exec(word);
  // One syllable (옷, 쌀) means something only when it is the word: 옷장 is a title, 쌀쌀맞다 a mood.
  return found !== null && (found[0].length > 1 || found[0] === word);
}
