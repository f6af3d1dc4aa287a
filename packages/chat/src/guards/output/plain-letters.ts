const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const ASCII_END = 0x80;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Letters and digits alone, in lower case and one width, so that blanks, signs and unseen characters between them hide
 * nothing. Korean and ASCII, which is nearly everything, need no look at the Unicode tables.
 */
export function plainLetters(text: string): string {
  let plain = '';
  let from = -1;
  const folded = hasOthers(text) ? text.normalize('NFKC').toLowerCase() : text.toLowerCase();
  for (let at = 0; at < folded.length; at += 1) {
    if (counts(folded, at)) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      plain += folded.slice(from, at);
      from = -1;
    }
  }
  return from < 0 ? plain : plain + folded.slice(from);
}

function hasOthers(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= ASCII_END && (unit < HANGUL_FIRST || unit > HANGUL_LAST)) return true;
  }
  return false;
}

function counts(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit >= HANGUL_FIRST && unit <= HANGUL_LAST) return true;
  if (unit < ASCII_END) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
  return LETTER_OR_DIGIT.test(text[at] ?? '');
}
