/** What one report may hold; one beyond it is refused with its line. */
export const REPORT_LIMITS = {
  characters: 200_000,
  titleCharacters: 120,
  headlineCharacters: 240,
  summaryCharacters: 4_000,
  sections: 40,
  headingCharacters: 120,
  bodyCharacters: 20_000,
} as const;

/** Reports that one import may bring. */
export const MAX_IMPORTED_REPORTS = 500;
