/** What customers call what the articles call otherwise. Applied to questions only, first match first. */
const CUSTOMER_WORDS: readonly (readonly [RegExp, string])[] = [
  [/택배\s?비|배달\s?비|배송\s?료|운송비|운임/g, '배송비'],
  [/배달/g, '배송'],
  [/돈\s?(은|을|이)?\s?(돌려|받|언제\s?들어|다시)/g, '환불 받'],
  [/돌려\s?(받|주|줘)|물려/g, '환불 받'],
  [/반송/g, '반품'],
  [/(다른|새)\s?(책|거|것|걸|상품)\s?(으로)?\s?(바꿔|바꾸|바꿀)/g, '교환'],
  [/(바꿔|바꾸|바꿀)/g, '교환 변경'],
  [/이북|e-?book|ebook|디지털\s?책/gi, '전자책'],
  [/비번|패스워드|패쓰워드|password/gi, '비밀번호'],
  [/까먹|잊어버|잊었|기억이?\s?안/g, '잊'],
  [/적립금|마일리지/g, '포인트'],
  [/헌\s?책/g, '중고책'],
  [/티어|등급제/g, '등급'],
  [/송장|운송장/g, '운송장 배송조회'],
  [/(어디쯤|어디까지|어디\s?있)/g, '배송조회'],
  [/무통장(입금)?/g, '가상계좌 무통장'],
  [/신카|체카|카드\s?결재/g, '카드 결제'],
  [/결재/g, '결제'],
  [/폰\s?결제|핸드폰|휴대전화/g, '휴대폰'],
  [/퀵/g, '당일배송'],
  [/울릉도|도서\s?산간|섬\s?지역|섬에/g, '제주 도서산간 섬'],
  [/외서|영어\s?책|원서|일본\s?책|일서|영미권\s?책/g, '외국도서 원서'],
  [/싸인/g, '사인'],
  [/찢어|찢겨|구겨|찌그러|젖어|망가|훼손/g, '파손'],
  [/페이지|쪽수/g, '쪽 페이지'],
  [/해킹|도용/g, '도용 보안'],
  [/콜센터|대표\s?번호/g, '고객센터 전화'],
  [/지급|환급/g, '환불'],
  [/연장/g, '연장'],
  [/구독료/g, '구독 요금'],
  [/취소\s?시켜|물르/g, '취소'],
];

/** The question in the articles' words. */
export function inArticleWords(question: string): string {
  return CUSTOMER_WORDS.reduce((text, [pattern, words]) => text.replace(pattern, ` ${words} `), question);
}
