import { LatestMade } from '../../memory/latest-made.ts';
import { plainLetters } from './plain-letters.ts';

/** Letters and digits in a row that an answer may share with a prompt by chance. */
const LEAK_CHARS = 24;
/** Two runs of `LEAK_CHARS` that are the same share a print of this length that begins at a multiple of it. */
const PRINT_CHARS = LEAK_CHARS / 2;
const SAYABLE = /"[^"\n]{1,300}"|“[^”\n]{1,300}”/g;

/** Longer texts are rare, and what is kept has a limit. */
const MAX_KEPT_CHARS = 8_192;
const MIN_KEPT_CHARS = 64;
const PLAIN = new LatestMade(256, plainLetters);
const PLACES = new LatestMade(32, placesOf);

/**
 * Recognises a prompt's own words in an answer. What the prompt quotes in double quotation marks it wants said, and
 * what it draws on may be repeated; neither counts.
 */
export class PromptPrints {
  readonly #prompt: string;
  readonly #places: ReadonlyMap<string, readonly number[]>;

  /** @param mayBeSaid texts that stand in the prompt and may be repeated, such as its sources */
  constructor(systemTexts: readonly string[], mayBeSaid: readonly string[]) {
    let prompt = plainOf(systemTexts.join('\n').replaceAll(SAYABLE, '\n'));
    // A sign that never is a letter stands where something was, so that nothing new comes to stand side by side.
    for (const text of mayBeSaid.map(plainOf)) {
      if (text.length >= PRINT_CHARS) prompt = prompt.replaceAll(text, '|');
    }
    this.#prompt = prompt;
    this.#places = prompt.length > MAX_KEPT_CHARS ? placesOf(prompt) : PLACES.of(prompt);
  }

  /** Whether the text repeats the prompt for `LEAK_CHARS` or more, whatever stands between the letters. */
  areIn(text: string): boolean {
    if (this.#prompt === '') return false;
    const said = plainLetters(text);
    for (let at = 0; at + PRINT_CHARS <= said.length; at += 1) {
      const places = this.#places.get(said.slice(at, at + PRINT_CHARS)) ?? [];
      if (places.some(place => this.#sharedAround(said, at, place) >= LEAK_CHARS)) return true;
    }
    return false;
  }

  #sharedAround(said: string, at: number, place: number): number {
    let [before, after] = [0, PRINT_CHARS];
    while (before < LEAK_CHARS && isSame(said[at - before - 1], this.#prompt[place - before - 1])) before += 1;
    while (after < LEAK_CHARS && isSame(said[at + after], this.#prompt[place + after])) after += 1;
    return before + after;
  }
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a === b && a !== '|';
}

/** Where each print of the prompt begins. */
function placesOf(prompt: string): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + PRINT_CHARS <= prompt.length; at += PRINT_CHARS) {
    places.getOrInsertComputed(prompt.slice(at, at + PRINT_CHARS), () => []).push(at);
  }
  return places;
}

/** Rules and articles are the same in turn after turn; short texts are what customers write, and are not kept. */
function plainOf(text: string): string {
  return text.length < MIN_KEPT_CHARS || text.length > MAX_KEPT_CHARS ? plainLetters(text) : PLAIN.of(text);
}
