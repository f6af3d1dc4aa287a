/** A sentence ends here: at its sign with what closes it and the blank behind it, or with its line. */
const END = /[.!?…。！？]["'”’)\]」』]{0,3}(?=\s)|\n/g;
/** After a syllable the sign ends the sentence also where nothing follows yet: no number is cut, no name. */
const END_AFTER_SYLLABLE = /[가-힣)\]][.!?。！？]$/;
/** Longer sentences leave in pieces, so that nobody waits for the end of one that has none. */
const MAX_HELD_CHARS = 240;
/** A piece ends at a blank that no figure stands around. */
const SAFE_BLANK = /[^\d,.만천백억\s][ \t](?=[^\d\s])/g;

/**
 * Holds a text that comes in pieces back to the end of each sentence. Pieces given back make up the text, whole and
 * in order.
 */
export class SentenceHolder {
  #held = '';

  /** The sentences that are whole now. */
  push(piece: string): readonly string[] {
    const text = this.#held + piece;
    // Only what is new can end a sentence, with the sign before it.
    const ends = [...this.#endsIn(text, Math.max(0, this.#held.length - 4))];
    const sentences: string[] = [];
    let from = 0;
    for (const end of ends) {
      sentences.push(text.slice(from, end));
      from = end;
    }
    this.#held = text.slice(from);
    while (this.#held.length > MAX_HELD_CHARS) sentences.push(this.#takePiece());
    return sentences;
  }

  /** What is left, which nothing will make whole. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  *#endsIn(text: string, fromIndex: number): Generator<number> {
    END.lastIndex = fromIndex;
    for (let match = END.exec(text); match; match = END.exec(text)) yield match.index + match[0].length;
    // The last two characters alone: this is asked with every piece.
    if (END_AFTER_SYLLABLE.test(text.slice(-2))) yield text.length;
  }

  #takePiece(): string {
    const head = this.#held.slice(0, MAX_HELD_CHARS);
    const blanks = [...head.matchAll(SAFE_BLANK)];
    const last = blanks.at(-1);
    const cut = last ? last.index + last[0].length : MAX_HELD_CHARS;
    const piece = this.#held.slice(0, cut);
    this.#held = this.#held.slice(cut);
    return piece;
  }
}
