import { figureKey, type Figure } from './figure.ts';
import { readFigures } from './read-figures.ts';

const BARE_NUMBER = /(?<![\d.,])(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,4})?(?![\d,]*\d)(?! ?[가-힣%％a-z])/gi;
const QUOTED_LETTER = /["']([A-Za-z가-하])["']/g;

/**
 * The figures on which an answer may rest: those of its sources, of tool results and of the customer's message.
 * Each text is read once, when the first figure is looked up.
 */
export class GroundedFigures {
  #unread: string[] = [];
  readonly #keys = new Set<string>();
  /** Numbers without a unit, as tool results hold them; they may be the number of anything. */
  readonly #bare = new Set<number>();
  readonly #letters = new Set<string>();

  add(text: string): void {
    this.#unread.push(text);
  }

  /** The first figure of `text` that no ground holds; `undefined` when there is none. */
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
      case 'money':
      case 'percent':
      case 'points':
        return this.#bare.has(figure.value);
      case 'code':
        return this.#bare.has(Number(figure.text));
    }
  }

  #read(text: string): void {
    for (const figure of readFigures(text)) {
      this.#keys.add(figureKey(figure));
      if (figure.kind === 'date') this.#keys.add(`day ${figure.month}-${figure.day}`);
    }
    for (const [digits] of text.matchAll(BARE_NUMBER)) this.#bare.add(Number(digits.replaceAll(',', '')));
    for (const [, letter = ''] of text.matchAll(QUOTED_LETTER)) this.#letters.add(letter.toLowerCase());
  }
}
