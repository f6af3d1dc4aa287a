import { createHash } from 'node:crypto';

interface Topic {
  readonly words: readonly string[];
  readonly answers: readonly [string, string];
}

const TOPICS: readonly Topic[] = [
  {
    words: ['배송', '택배', '도착', '언제 와', '송장'],
    answers: [
      '주문하신 상품은 결제 후 2~3일 안에 도착합니다. 배송 상태는 주문 내역의 배송 조회에서 확인하실 수 있습니다.',
      '출고가 끝나면 송장 번호를 문자로 보내 드립니다. 도서 산간 지역은 이틀 정도 더 걸릴 수 있습니다.',
    ],
  },
  {
    words: ['환불', '반품', '취소'],
    answers: [
      '받으신 날부터 7일 안에 주문 내역에서 반품을 신청하실 수 있습니다. 환불은 상품이 도착한 뒤 3일 안에 처리됩니다.',
      '출고 전이라면 주문 내역에서 바로 취소하실 수 있습니다. 카드 취소는 카드사에 따라 3~5일이 걸립니다.',
    ],
  },
  {
    words: ['교환', '파본', '불량', '찢어'],
    answers: [
      '파본은 받으신 날부터 30일 안에 새 책으로 바꾸어 드립니다. 주문 내역에서 교환 신청을 눌러 주세요.',
      '교환 상품은 회수가 확인되는 대로 다시 보내 드립니다. 사진을 함께 올려 주시면 더 빨리 처리됩니다.',
    ],
  },
  {
    words: ['결제', '카드', '입금', '영수증'],
    answers: [
      '결제 수단은 주문서에서 바꾸실 수 있습니다. 영수증은 주문 내역의 결제 정보에서 내려받으실 수 있습니다.',
      '무통장 입금은 주문 뒤 24시간 안에 입금해 주시면 됩니다. 입금이 확인되면 알림을 보내 드립니다.',
    ],
  },
  {
    words: ['회원', '등급', '적립', '쿠폰', '포인트'],
    answers: [
      '회원 등급은 최근 3개월 구매 금액으로 매달 1일에 정해집니다. 내 정보에서 지금 등급을 보실 수 있습니다.',
      '쿠폰은 주문서의 할인 항목에서 고르시면 적용됩니다. 기간이 지난 쿠폰은 되살릴 수 없습니다.',
    ],
  },
  {
    words: ['전자책', '이북', 'ebook', '다운로드'],
    answers: [
      '전자책은 결제하신 뒤 내 서재에서 바로 읽으실 수 있습니다. 한 계정으로 기기 다섯 대까지 등록됩니다.',
      '내려받기가 되지 않으면 앱을 최신 버전으로 올린 뒤 다시 시도해 주세요.',
    ],
  },
];

const GENERAL: Topic['answers'] = [
  '문의하신 내용을 확인했습니다. 자세한 내용은 고객센터의 자주 묻는 질문에서 보실 수 있습니다.',
  '도와드리겠습니다. 주문 번호를 함께 알려 주시면 더 정확히 안내해 드릴 수 있습니다.',
];

/** A sensible sentence or two on the question's topic: always the same for the same question. */
export function supportSentences(question: string): string {
  const topic = TOPICS.find(({ words }) => words.some(word => question.includes(word)));
  const isOdd = createHash('sha256').update(question).digest()[0]! % 2 === 1;
  const [even, odd] = topic?.answers ?? GENERAL;
  return isOdd ? odd : even;
}
