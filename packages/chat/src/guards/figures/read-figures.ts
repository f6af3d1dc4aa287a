import type { DurationUnit, Figure } from './figure.ts';
import { amountOf, numeralOf } from './korean-amount.ts';

/** One way of writing a figure. What it matches is taken out of the text before the next way is tried. */
interface Writing {
  readonly pattern: RegExp;
  read(match: RegExpExecArray): Figure | undefined;
}

const DURATION_UNITS: ReadonlyMap<string, DurationUnit> = new Map([
  ['초', 'second'],
  ['분', 'minute'],
  ['시간', 'hour'],
  ['영업일', 'day'],
  ['일', 'day'],
  ['주', 'week'],
  ['개월', 'month'],
  ['달', 'month'],
  ['년', 'year'],
]);
const AFTERNOON = /오후|저녁|밤/;
/** `두 가지`, `3단계`, `2번째` count the sentence's own parts, and nothing in the world. */
const OWN_COUNT = /^ ?(?:가지|단계|번째|차례|순서|줄)/;
const MOST_OWN_COUNT = 10;
/** Bare numbers of fewer digits are points of a list, versions, names: nothing that could be checked. */
const BARE_DIGITS = 4;
/** Fewer digits with hyphens between are a range, such as `10-20`. */
const CODE_DIGITS = 7;

const date = (year: string | undefined, month: string, day: string): Figure | undefined => {
  const [m, d] = [Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > 31) return undefined;
  return { kind: 'date', year: year === undefined ? undefined : Number(year), month: m, day: d };
};

/** Every quantifier is bounded: a customer can make an answer repeat anything. */
const WRITINGS: readonly Writing[] = [
  {
    pattern: /(?<!\d)(\d{4}) ?[-./년] ?(\d{1,2}) ?[-./월] ?(\d{1,2})(?!\d) ?일?/g,
    read: ([, year, month = '', day = '']) => date(year, month, day),
  },
  {
    pattern: /(?<!\d)(\d{1,2})월 ?(\d{1,2})일/g,
    read: ([, month = '', day = '']) => date(undefined, month, day),
  },
  { pattern: /[a-z]{1,10}[-_]?\d[\d-]{3,24}\d/gi, read: ([text]) => code(text) },
  {
    pattern: /(?<![\d,.])\d{2,6}-\d{2,8}(?:-\d{2,8}){0,3}(?!\d)/g,
    read: ([text]) => (digitsOf(text) < CODE_DIGITS ? undefined : code(text)),
  },
  { pattern: /(?<![\d,.])\d{7,24}(?![\d,]| ?(?:원|만|천|억))/g, read: ([text]) => code(text) },
  {
    pattern:
      /(?<![\d,.])(?:(?:\d[\d,]{0,14}(?:\.\d{1,4})? ?(?:억|천만|백만|십만|만|천|백) ?){1,4}(?:\d[\d,]{0,14} ?)?|\d[\d,]{0,14}(?:\.\d{1,4})? ?)(?:원(?!하|래|인|본|칙|활)|won|krw|달러|usd)/gi,
    read: ([text]) => ({ kind: 'money', value: amountOf(text) }),
  },
  {
    pattern: /[₩￦$€¥] ?(\d[\d,]{0,14}(?:\.\d{1,4})?)/g,
    read: ([, digits = '']) => ({ kind: 'money', value: amountOf(digits) }),
  },
  {
    pattern: /(?<![가-힣])((?:[일이삼사오육칠팔구]?[십백천만억] ?){1,8})원/g,
    read: ([, words = '']) => ({ kind: 'money', value: numeralOf(words) }),
  },
  {
    pattern: /(\d{1,6}(?:\.\d{1,4})?) ?(?:%|％|퍼센트|프로(?![가-힣]))/g,
    read: ([, value]) => ({ kind: 'percent', value: Number(value) }),
  },
  {
    pattern: /(오전|오후|새벽|아침|낮|저녁|밤)? ?(?<!\d)(\d{1,2})시(?!간|리|도|행)(?: ?(?:(\d{1,2})분|(반)))?/g,
    read: ([, half = '', hour, minute, isHalf]) => {
      const hours = (Number(hour) % 12) + (AFTERNOON.test(half) || Number(hour) > 12 ? 12 : 0);
      return { kind: 'time', minutes: hours * 60 + (isHalf ? 30 : Number(minute ?? 0)) };
    },
  },
  {
    pattern: /(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])/g,
    read: ([, hour, minute]) => ({ kind: 'time', minutes: Number(hour) * 60 + Number(minute) }),
  },
  {
    pattern: /(?<![a-z])([a-z]|[가나다라마바사아자차카타파하])(?:열 ?|-)(\d{1,3})(?!\d)/gi,
    read: ([, row = '', number]) => ({ kind: 'seat', row: row.toLowerCase(), number: Number(number) }),
  },
  {
    pattern: /(?<![a-z])([a-z])(\d{1,3})(?= ?(?:번|석|좌석))/gi,
    read: ([, row = '', number]) => ({ kind: 'seat', row: row.toLowerCase(), number: Number(number) }),
  },
  {
    pattern: /(\d[\d,]{0,10}(?:\.\d{1,4})?) ?(초|분|시간|영업일|일|주|개월|달|년)(?!문|소|장|차|정)/g,
    read: ([, value = '', unit = '']) => {
      const known = DURATION_UNITS.get(unit);
      return known && { kind: 'duration', value: amountOf(value), unit: known };
    },
  },
  {
    pattern: /(\d[\d,]{0,14}(?:\.\d{1,4})?) ?(억|천만|백만|십만|만|천|백)?( ?[가-힣]{1,4})?/g,
    read: ([text, digits = '', unit, counted = '']) => {
      const value = amountOf(text);
      if (OWN_COUNT.test(counted) && value <= MOST_OWN_COUNT) return undefined;
      const isBare = counted.trim() === '' && unit === undefined;
      return isBare && digits.length < BARE_DIGITS ? undefined : { kind: 'number', value };
    },
  },
];

/** Marks of a list at the beginning of a line, and citations. */
const NO_FIGURES = /^[ \t]{0,8}\d{1,2}[.)](?=[ \t])|\[\d{1,3}\]/gm;
const ANY_FIGURE = /\d|[십백천만억] ?원/;
const FULL_WIDTH_DIGITS = /[０-９]/g;

/** The figures that a text states, in no particular order. Words for small numbers, such as `이틀`, are none. */
export function readFigures(text: string): readonly Figure[] {
  const figures: Figure[] = [];
  let rest = text
    .replace(FULL_WIDTH_DIGITS, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(NO_FIGURES, ' ');
  if (!ANY_FIGURE.test(rest)) return figures;
  for (const { pattern, read } of WRITINGS) {
    rest = rest.replace(pattern, (...match: unknown[]) => {
      const figure = read(match as unknown as RegExpExecArray);
      if (figure) figures.push(figure);
      // A figure that is none, such as month 13, stays for a more general writing.
      return figure ? ' ' : String(match[0]);
    });
  }
  return figures;
}

function digitsOf(text: string): number {
  return text.replaceAll('-', '').length;
}

function code(text: string): Figure {
  return { kind: 'code', text: text.replaceAll(/[-_]/g, '').toLowerCase() };
}
