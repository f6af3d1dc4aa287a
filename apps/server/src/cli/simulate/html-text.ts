const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** A text as it may stand in HTML and SVG, attributes included. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES.get(character) ?? character);
}
