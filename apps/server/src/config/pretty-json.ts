const LINE_CHARS = 120;

/** JSON as Prettier would write it: a list of plain values stays on one line where it fits. Ends with a new line. */
export function prettyJson(value: unknown): string {
  return `${write(value, 0, 0)}\n`;
}

/** @param before characters of the line that stand before the value */
function write(value: unknown, depth: number, before: number): string {
  const indent = '  '.repeat(depth + 1);
  const close = '  '.repeat(depth);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (value.every(item => typeof item !== 'object')) {
      const line = `[${value.map(item => JSON.stringify(item)).join(', ')}]`;
      // One more for the comma that may follow.
      if (before + line.length + 1 <= LINE_CHARS) return line;
    }
    return `[\n${value.map(item => indent + write(item, depth + 1, indent.length)).join(',\n')}\n${close}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (entries.length === 0) return '{}';
    const lines = entries.map(([key, inner]) => {
      const name = `${indent}${JSON.stringify(key)}: `;
      return name + write(inner, depth + 1, name.length);
    });
    return `{\n${lines.join(',\n')}\n${close}}`;
  }
  return JSON.stringify(value);
}
