import { FOREIGN_LEXICON } from './foreign-lexicon.ts';

const MAX_LENGTH = Math.max(...Array.from(FOREIGN_LEXICON, word => word.length));

/** Whether a word is exactly one of the lexicon: it is no verb then, and no ending comes off (줄거리, 고양이). */
export function isForeignNoun(word: string): boolean {
  return FOREIGN_LEXICON.has(word);
}

/**
 * Whether a word is, or holds, one of another matter: 냉장고, 냉장고배송. Such a word weighs several times, unless
 * it is the subject of a book (`파이썬 책`, `요리 만화`).
 *
 * One syllable (옷, 쌀) means something only when it is the word: 옷장 is a title, 쌀쌀맞다 a mood.
 */
export function isForeign(word: string): boolean {
  if (word.length === 1 || /^[a-z\d]/.test(word)) return FOREIGN_LEXICON.has(word);
  for (let from = 0; from < word.length - 1; from += 1) {
    for (let to = Math.min(word.length, from + MAX_LENGTH); to >= from + 2; to -= 1) {
      // Two syllables in the midst of a word are a seam: 비자 in 소비자원, 라면 in 책방이라면서.
      const isSeam = to - from === 2 && from > 0 && to < word.length;
      if (!isSeam && FOREIGN_LEXICON.has(word.slice(from, to))) return true;
    }
  }
  return false;
}
