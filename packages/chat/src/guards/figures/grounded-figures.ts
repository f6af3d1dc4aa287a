import { figureKey, type Figure } from './figure.ts';
import { readFigures } from './read-figures.ts';

const NATIVE_DAYS: ReadonlyMap<string, number> = new Map([
  ['하루', 1],
  ['이틀', 2],
  ['사흘', 3],
  ['나흘', 4],
  ['닷새', 5],
  ['엿새', 6],
  ['이레', 7],
  ['일주일', 7],
  ['열흘', 10],
  ['보름', 15],
]);
const NATIVE_DAY = new RegExp([...NATIVE_DAYS.keys()].join('|'), 'g');
const NATIVE_NUMBERS = ['한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열'];
const NATIVE_COUNT = new RegExp(`(?<![가-힣])(${NATIVE_NUMBERS.join('|')}) ?(달|해|시간|[가-힣])`, 'g');
const BARE_NUMBER = /(?<![\d.,])(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,4})?(?![\d,]*\d)(?! ?[가-힣%％a-z])/gi;
const QUOTED_LETTER = /["']([A-Za-z가-하])["']/g;

/**
 * The figures on which an answer may rest: those of its sources, of tool results and of the customer's message.
 * Each text is read once, when the first figure is looked up.
 */
export class GroundedFigures {
  #unread: string[] = [];
  readonly #keys = new Set<string>();
  /** Every number there is, whatever it counts. */
  readonly #values = new Set<number>();
  /** Numbers without a unit, as tool results hold them; they may be the number of anything. */
  readonly #bare = new Set<number>();
  readonly #letters = new Set<string>();

  add(text: string): void {
    this.#unread.push(text);
  }

  /** The first figure of `text` that no ground holds; `undefined` when all are grounded. */
  firstMissing(text: string): Figure | undefined {
    const figures = readFigures(text);
    if (figures.length === 0) return undefined;
    for (const ground of this.#unread) this.#read(ground);
    this.#unread = [];
    return figures.find(figure => !this.#holds(figure));
  }

  #holds(figure: Figure): boolean {
    if (this.#keys.has(figureKey(figure))) return true;
    switch (figure.kind) {
      case 'date':
        // A ground that names no year speaks of the next such day, and so may the answer; or the other way round.
        return figure.year === undefined
          ? this.#keys.has(`day ${figure.month}-${figure.day}`)
          : this.#keys.has(figureKey({ ...figure, year: undefined }));
      case 'time':
        return this.#bare.has(figure.minutes / 60);
      case 'seat':
        return this.#bare.has(figure.number) && this.#letters.has(figure.row);
      case 'duration':
        return this.#bare.has(figure.value) || this.#keys.has(`${figure.unit} ${figure.value}`);
      case 'money':
      case 'percent':
        return this.#bare.has(figure.value);
      case 'number':
        return this.#values.has(figure.value);
      case 'code':
        return this.#bare.has(Number(figure.text));
    }
  }

  #read(text: string): void {
    for (const figure of readFigures(text)) this.#keep(figure);
    for (const [digits] of text.matchAll(BARE_NUMBER)) {
      const value = Number(digits.replaceAll(',', ''));
      this.#bare.add(value);
      this.#values.add(value);
    }
    for (const [, letter = ''] of text.matchAll(QUOTED_LETTER)) this.#letters.add(letter.toLowerCase());
    for (const [word] of text.matchAll(NATIVE_DAY)) {
      this.#keep({ kind: 'duration', value: NATIVE_DAYS.get(word) ?? 0, unit: 'day' });
    }
    for (const [, word = '', unit] of text.matchAll(NATIVE_COUNT)) {
      const value = NATIVE_NUMBERS.indexOf(word) + 1;
      this.#values.add(value);
      if (unit === '달') this.#keep({ kind: 'duration', value, unit: 'month' });
      if (unit === '해') this.#keep({ kind: 'duration', value, unit: 'year' });
      if (unit === '시간') this.#keep({ kind: 'duration', value, unit: 'hour' });
    }
  }

  #keep(figure: Figure): void {
    this.#keys.add(figureKey(figure));
    if ('value' in figure) this.#values.add(figure.value);
    if (figure.kind === 'seat') this.#values.add(figure.number);
    if (figure.kind !== 'date') return;
    const { year, month, day } = figure;
    this.#keys.add(`day ${month}-${day}`).add(`month ${month}`).add(`day ${day}`);
    if (year !== undefined) this.#keys.add(`year ${year}`);
    for (const value of [year, month, day]) if (value !== undefined) this.#values.add(value);
  }
}
