/** One thing that is wrong with the configuration. Holds no secret. */
export interface ConfigMistake {
  /** A variable's name, or a place in the file such as `providers[0].url`. */
  readonly where: string;
  readonly source: 'environment' | 'file';
  readonly found: string;
  readonly allowed: string;
}

const MAX_FOUND_CHARS = 80;

/** What was found, short and without what stands in front of an `@` or behind a `?` of an address. */
export function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a group of settings';
  const text = JSON.stringify(typeof value === 'string' ? withoutCredentials(value) : value);
  return text.length <= MAX_FOUND_CHARS ? text : `${text.slice(0, MAX_FOUND_CHARS)}…`;
}

/** An address without what may be a credential in it. */
export function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/?#]*@/, '//[secret]@').replace(/\?[^#]*/, '?[secret]');
}

/** All mistakes for a person, one a line. */
export function formatMistakes(mistakes: readonly ConfigMistake[], filePath: string): string {
  const lines = mistakes.map(({ where, source, found, allowed }) => {
    const place = source === 'file' ? `${where} (in ${filePath})` : where;
    return `  ${place}: found ${found}; allowed: ${allowed}`;
  });
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  return [`The configuration has ${count}:`, ...lines].join('\n');
}
