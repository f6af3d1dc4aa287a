const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;

/**
 * A rough count of tokens, for budgets and for providers that report no usage: 0.9 a Hangul syllable,
 * a quarter for any other UTF-16 unit.
 */
export function estimateTokens(text: string): number {
  let syllables = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= FIRST_SYLLABLE && unit <= LAST_SYLLABLE) syllables += 1;
  }
  return Math.ceil(syllables * 0.9 + (text.length - syllables) / 4);
}
