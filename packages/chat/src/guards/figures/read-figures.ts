import type { Figure } from './figure.ts';
import { amountOf, numeralOf } from './korean-amount.ts';

/** One way of writing a figure. What it matches is taken out of the text before the next way is tried. */
interface Writing {
  readonly pattern: RegExp;
  read(match: RegExpExecArray): Figure | undefined;
}

const AFTERNOON = /오후|저녁|밤/;
/** Fewer digits with hyphens between are a range, such as `10-20`. */
const CODE_DIGITS = 7;
/** Fewer `점` are things that are counted, or marks of a review. */
const COUNTED_THINGS = 100;

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
    // What a shop pays in; `상품 3점` counts things.
    pattern:
      /(?<![\d,.])(?:(?:\d[\d,]{0,14}(?:\.\d{1,4})? ?(?:억|천만|백만|십만|만|천|백) ?){1,4}(?:\d[\d,]{0,14} ?)?|\d[\d,]{0,14} ?)(포인트|마일리지|점(?![검심포자원수]))/g,
    read: ([text, unit]) => {
      const value = amountOf(text);
      return unit === '점' && value < COUNTED_THINGS ? undefined : { kind: 'points', value };
    },
  },
  {
    pattern: /(?<![\d,.])(\d{1,3}(?:,\d{3}){1,4}) ?P(?![a-zA-Z])/g,
    read: ([, digits = '']) => ({ kind: 'points', value: amountOf(digits) }),
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
