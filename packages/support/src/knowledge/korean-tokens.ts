import { withoutFillers } from './filler-phrases.ts';
import { isForeignNoun } from './foreign-words.ts';
import { isNeutralNoun, isNeutralVerb } from './neutral-words.ts';
import { isPredicate, stemOf } from './word-endings.ts';

/** A word of a text and what it is looked up by. */
export interface Word {
  readonly stem: string;
  readonly tokens: readonly string[];
  readonly role: WordRole;
  /** The place, the means or the person of what is said (비행기에서, 노트북으로, 학원입니다), not its matter. */
  readonly isAdjunct?: boolean;
}

/**
 * `topic`: a noun; what a question is about. `minor`: a verb, an adjective, a number; said in a hundred ways.
 * `hint`: a word of questions about anything (오늘, 다른); it helps to choose between articles and no more.
 */
export type WordRole = 'topic' | 'minor' | 'hint';

const PIECES = /[가-힣]+|[a-z]+|\d+/g;
/** One-syllable nouns that say something here; the others (units, adverbs, left-over endings) say nothing. */
const SINGLE_SYLLABLES: ReadonlySet<string> = new Set('책앱섬값옷'.split(''));
const ADJUNCT = /(?:에서|에서도|으로|이랑|한테|하면서|갈때|탈때|가서|입니다|인데|인데요|이라|이라서|이에요|예요)$/;
const MAX_TEXT_LENGTH = 20_000;

/**
 * Cuts a text into words: fillers and empty verbs out, endings off, Hangul into pairs of syllables (so that
 * 배송 is found in 배송비 and 당일배송), Latin words and numbers whole and in lower case.
 */
export function wordsOf(text: string): readonly Word[] {
  const plain = text
    .slice(0, MAX_TEXT_LENGTH)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3})/g, '');
  const words: Word[] = [];
  for (const [piece] of withoutFillers(plain).matchAll(PIECES)) {
    const word = isHangul(piece) ? knownWord(piece) : plainWord(piece);
    if (word && word.tokens.length > 0) words.push(word);
  }
  return words;
}

export function tokensOf(text: string): readonly string[] {
  return wordsOf(text).flatMap(word => word.tokens);
}

function plainWord(piece: string): Word {
  return { stem: piece, tokens: [piece], role: /^\d/.test(piece) ? 'minor' : 'topic' };
}

/**
 * What was made of a word stays: a shop's customers and articles use the same few thousand again and again, and taking
 * endings off is half of what looking a question up costs.
 */
const KNOWN = new Map<string, Word | undefined>();
const MAX_KNOWN = 8_192;
const MAX_KNOWN_LENGTH = 20;

function knownWord(piece: string): Word | undefined {
  const known = KNOWN.get(piece);
  if (known || KNOWN.has(piece)) return known;
  const word = hangulWord(piece);
  if (piece.length > MAX_KNOWN_LENGTH) return word;
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  KNOWN.set(piece, word);
  return word;
}

function hangulWord(piece: string): Word | undefined {
  if (isForeignNoun(piece)) return { stem: piece, tokens: syllablePairs(piece), role: 'topic' };
  if (isNeutralVerb(piece)) return undefined;
  const stem = stemOf(piece);
  const tokens = syllablePairs(stem);
  if (isNeutralNoun(stem) || isNeutralNoun(piece)) return { stem, tokens, role: 'hint' };
  return { stem, tokens, role: isPredicate(piece) ? 'minor' : 'topic', isAdjunct: ADJUNCT.test(piece) };
}

function syllablePairs(stem: string): readonly string[] {
  if (stem.length === 1) return SINGLE_SYLLABLES.has(stem) ? [stem] : [];
  return Array.from({ length: stem.length - 1 }, (_, index) => stem.slice(index, index + 2));
}

function isHangul(piece: string): boolean {
  return piece >= '가' && piece <= '힣\uffff';
}
