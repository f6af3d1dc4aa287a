/** Endings and askings that are in every question and tell nothing of its subject. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  '어떻 떻게 하나 되나 나요 가요 까요 있나 인가 할까 주세 세요 알려 려주 해주 싶어 어요 습니 니다 니까 하고 합니 됩니 입니 있습 있어 에서 으로 하는 하면 되는 궁금 금해 무엇 뭔가 그리 리고 대해 관해'.split(
    ' ',
  ),
);

/**
 * The features by which Korean texts are compared: pairs of neighbouring syllables within a word, so that
 * particles and endings need no dictionary; Latin words and numbers whole.
 */
export function syllablePairs(text: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const [word] of text
    .toLowerCase()
    .normalize('NFC')
    .matchAll(/[가-힣]+|[a-z0-9]+/g)) {
    if (word.length < 2) continue;
    if (/^[a-z0-9]/.test(word)) pairs.add(word);
    else for (let at = 0; at + 2 <= word.length; at += 1) addUnlessEmpty(pairs, word.slice(at, at + 2));
  }
  return pairs;
}

function addUnlessEmpty(pairs: Set<string>, pair: string): void {
  if (!EMPTY_WORDS.has(pair)) pairs.add(pair);
}

export function sharedPairs(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...one].filter(pair => other.has(pair));
}
