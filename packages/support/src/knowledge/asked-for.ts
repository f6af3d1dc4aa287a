/** What kind of fact a question asks for, and what a section that tells it looks like. */
interface AskedFor {
  readonly asked: RegExp;
  readonly toldInHeading: RegExp;
  readonly toldInText: RegExp;
}

const KINDS: readonly AskedFor[] = [
  {
    asked: /언제|며칠|몇\s?(?:일|시|달|개월|주)|얼마나\s?(?:걸|오래|기다)|얼마\s?만에|기간|기한|까지|빨리|늦/,
    toldInHeading: /기간|기한|걸리는|때|시각|시간|날|지나/,
    toldInText: /\d\s*(?:영업일|일|시간|분|주|개월|년|시)|영업일|즉시/,
  },
  {
    asked:
      /얼마(?!나\s?(?:걸|오래|기다)|\s?만에)|비용|요금|가격|배송비|택배비|수수료|회비|참가비|공짜|무료|값|내야|내나/,
    toldInHeading: /비$|비용|요금|배송비|값|할인|혜택/,
    toldInText: /\d\s*(?:만\s?)?원|무료|부담|\d\s*%/,
  },
  {
    asked: /어떻게|어떡|방법|하려면|하려고|하고\s?싶|신청|어디서|어디에|절차|해\s?(?:줘|주세요)|할게요|할래요|할려고/,
    toldInHeading: /방법|신청|순서|하기|바꾸|찾기|하는 곳|출력|등록/,
    toldInText: /나의 나루|하실 수 있|해 주세요|누르|고르/,
  },
];

const HEADING_FACTOR = 1.35;
const TEXT_FACTOR = 1.3;

/** How much better a section suits the question than its words say, from 1. */
export function suitsAsked(question: string, heading: string, text: string): number {
  return KINDS.filter(({ asked }) => asked.test(question)).reduce(
    (factor, { toldInHeading, toldInText }) =>
      factor * (toldInHeading.test(heading) ? HEADING_FACTOR : 1) * (toldInText.test(text) ? TEXT_FACTOR : 1),
    1,
  );
}
