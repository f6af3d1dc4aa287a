/** What one article may hold; a file beyond it is refused with its line. */
export const ARTICLE_LIMITS = {
  characters: 65_536,
  titleCharacters: 80,
  questions: 16,
  questionCharacters: 120,
  passages: 30,
  passageCharacters: 4_000,
} as const;
