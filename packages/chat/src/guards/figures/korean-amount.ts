const UNITS: ReadonlyMap<string, number> = new Map([
  ['억', 100_000_000],
  ['천만', 10_000_000],
  ['백만', 1_000_000],
  ['십만', 100_000],
  ['만', 10_000],
  ['천', 1_000],
  ['백', 100],
]);
const DIGITS = '영일이삼사오육칠팔구';
const PLACES: ReadonlyMap<string, number> = new Map([
  ['십', 10],
  ['백', 100],
  ['천', 1_000],
]);
const TERM = /(\d[\d,]{0,14}(?:\.\d{1,4})?) ?(억|천만|백만|십만|만|천|백)?/g;

/** The value of `12,000`, `2만 5천`, `1.5만`, `3천만`; as written in digits with Korean units between. */
export function amountOf(text: string): number {
  let total = 0;
  for (const [, digits = '', unit] of text.matchAll(TERM)) {
    total += Number(digits.replaceAll(',', '')) * (unit === undefined ? 1 : (UNITS.get(unit) ?? 1));
  }
  return Math.round(total * 10_000) / 10_000;
}

/** The value of a number in Korean words, such as `만`, `오천`, `이만 오천`. */
export function numeralOf(words: string): number {
  let [total, section, digit] = [0, 0, 0];
  for (const word of words) {
    const place = PLACES.get(word);
    if (DIGITS.includes(word)) digit = DIGITS.indexOf(word);
    else if (place !== undefined) [section, digit] = [section + (digit || 1) * place, 0];
    else if (word === '만' || word === '억') {
      total += (section + digit || 1) * (word === '만' ? 10_000 : 100_000_000);
      [section, digit] = [0, 0];
    }
  }
  return total + section + digit;
}
