// PostgreSQL takes no NUL in a text, and neither database keeps a lone surrogate.
// eslint-disable-next-line no-control-regex
const NEEDS_ESCAPE = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** A text from outside as a column keeps it: escaped as in JSON, so that different texts stay different. */
export function toColumnText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

/** Back to the text that `toColumnText` was given. */
export function fromColumnText(column: string): string {
  return column.includes('\\') ? (JSON.parse(`"${column}"`) as string) : column;
}
