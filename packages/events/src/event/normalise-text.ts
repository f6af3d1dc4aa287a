/** Tried in this order: what an earlier pattern takes is not seen by a later one. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/[^\s"'<>)\]}]+/gi, '<url>'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  [/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』/g, '<quote>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\+?\b0?\d{1,3}[- .]\d{3,4}[- .]\d{4}\b/g, '<phone>'],
  // At least one digit and one letter: a long number is a number, and "deadbeef" may be a word.
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '<hex>'],
  [/\d+(?:[.,]\d+)*/g, '<number>'],
];

/** Longer ones are cut before they are searched, so that no text costs more than its share. */
const LONGEST = 8_192;

/**
 * A sentence with everything that differs from case to case taken out, so that sentences of one cause are equal and
 * nothing of a person is left in them.
 *
 * @param limit characters kept of the result
 */
export function normaliseText(text: string, limit: number): string {
  let normal = text.slice(0, LONGEST);
  for (const [pattern, placeholder] of PLACEHOLDERS) normal = normal.replace(pattern, placeholder);
  return normal.replace(/\s+/g, ' ').trim().slice(0, limit);
}
