const MAX_PREVIEW_CHARS = 60;
const MAX_READ_CHARS = 400;

/** Each is bounded, and tried in this order. What stands between the first and the last group is taken out. */
const MASKS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  [/[^\s@]{1,64}@[^\s@]{1,200}/gu, '[이메일]'],
  [/(?:https?:\/\/|www\.)\S{1,300}/giu, '[주소]'],
  // Keys and tokens: letters and digits without a blank between.
  [/(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[a-z])[\w-]{8,200}/giu, '[번호]'],
  [/\p{N}(?:[\p{N}\s().,·/_-]{0,40}\p{N})?/gu, '[번호]'],
  [/(?:[공영일이삼사오육칠팔구]\s?[-–]?\s?){7,24}/gu, '[번호]'],
  [
    /((?:이름|성함|성명|수령인|수취인|예금주|주문자|받는\s?(?:사람|분)|보내는\s?(?:사람|분))\s?(?:은|는|이|가|을|를|도)?\s?[:：=]?\s?)[\p{L}·]{2,20}/gu,
    '$1[이름]',
  ],
  [
    /((?:^|[\s,.])(?:저는|전|나는|제가|내가)\s)[가-힣]{2,4}(?=(?:이라고|라고|입니다|이에요|예요|인데|이고))/gu,
    '$1[이름]',
  ],
  [/((?:my name is|i am|i'm|this is)\s)[\p{L}]{2,20}(?:\s[\p{L}]{2,20})?/giu, '$1[이름]'],
  [
    /(?<![가-힣])(?!고객|선생|사장|손님|여러분|담당|상담|기사|작가|점장|회원|판매)[가-힣]{2,4}(?=\s?(?:님|씨)(?![가-힣]{2}))/gu,
    '[이름]',
  ],
  [/(?:[가-힣]{1,10}(?:특별시|광역시|특별자치[시도]|시|도|군|구|읍|면|동|리|로|길)\s){1,5}(?=\[번호\])/gu, '[주소] '],
];

/**
 * The beginning of what a customer wrote, without what tells who they are: numbers of any kind, e-mail and web
 * addresses, names where the text says that one follows. For operators' eyes; still not for logs.
 */
export function maskQuery(query: string): string {
  let text = query
    .slice(0, MAX_READ_CHARS)
    .normalize('NFKC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  for (const [pattern, mask] of MASKS) text = text.replace(pattern, mask);
  const characters = [...text];
  return characters.length > MAX_PREVIEW_CHARS ? `${characters.slice(0, MAX_PREVIEW_CHARS - 1).join('')}…` : text;
}
