/** `[3]`, also `[1, 3]` up to six, with the blanks before it, which go with it when it goes. */
const MARK = /( {0,8})\[ {0,2}(\d{1,3}(?: {0,2}, {0,2}\d{1,3}){0,5}) {0,2}\]/g;
/** What the end of a text may still become a mark: blanks, an open bracket, numbers, commas. At most 8 + 64 long. */
const UNFINISHED = / {0,8}(?:\[[\d, ]{0,63})?$/;

/**
 * Reads citation marks in a text that comes in pieces. A number that a source has stays, a list of numbers
 * becomes single marks, and a number that no source has is taken out before anybody sees it: it would point
 * nowhere. A mark cut in two by the pieces is held back until it is whole.
 */
export class CitationMarks {
  readonly #sourceCount: number;
  readonly #cited = new Set<number>();
  #held = '';

  /** @param sourceCount sources are numbered from 1; without any, texts pass as they are */
  constructor(sourceCount: number) {
    this.#sourceCount = sourceCount;
  }

  /** Numbers of sources cited so far. */
  get cited(): ReadonlySet<number> {
    return this.#cited;
  }

  /** What may be shown now. */
  push(piece: string): string {
    if (this.#sourceCount === 0) return piece;
    const text = this.#held + piece;
    const heldAt = UNFINISHED.exec(text)?.index ?? text.length;
    this.#held = text.slice(heldAt);
    return this.#read(text.slice(0, heldAt));
  }

  /** What was held back: nothing more comes that could make a mark of it. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  #read(text: string): string {
    if (!text.includes('[')) return text;
    return text.replace(MARK, (_mark, blanks: string, numbers: string) => {
      const known = numbers
        .split(',')
        .map(Number)
        .filter(n => n >= 1 && n <= this.#sourceCount);
      for (const n of known) this.#cited.add(n);
      return known.length === 0 ? '' : blanks + known.map(n => `[${n}]`).join('');
    });
  }
}
