const TOKEN = /([{}[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}[\],:"]+)/gs;

/** Where the values of a JSON text begin: by path, as in `sections.2.body`, the line counted from 1. */
export type JsonLines = (path: readonly (string | number)[]) => number;

interface Level {
  readonly path: string;
  /** The place in a list; missing in an object. */
  place?: number;
  key?: string;
}

/** Finds the lines of the values in `text`, which `JSON.parse` has taken. Of a key given twice, the last counts. */
export function jsonLines(text: string): JsonLines {
  const lineAt = new Map<string, number>();
  const levels: Level[] = [];
  let line = 1;
  let seen = 0;
  let isKey = false;
  const pathOf = (level: Level | undefined): string => {
    if (!level) return '';
    return `${level.path}.${JSON.stringify(level.key ?? level.place ?? '')}`;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    line += newLines(text.slice(seen, index));
    seen = index;
    const level = levels.at(-1);
    if (token === '}' || token === ']') levels.pop();
    else if (token === ',') {
      if (level?.place === undefined) isKey = true;
      else level.place += 1;
    } else if (token === ':') isKey = false;
    else if (isKey && token.startsWith('"') && level) level.key = JSON.parse(token) as string;
    else {
      const path = pathOf(level);
      lineAt.set(path, line);
      if (token === '{' || token === '[') levels.push(token === '[' ? { path, place: 0 } : { path });
    }
    if (token === '{') isKey = true;
    if (token === '[' || token === '}' || token === ']') isKey = false;
  }
  return path => {
    for (let length = path.length; length > 0; length -= 1) {
      const name = path
        .slice(0, length)
        .map(step => `.${JSON.stringify(step)}`)
        .join('');
      const found = lineAt.get(name);
      if (found !== undefined) return found;
    }
    return lineAt.get('') ?? 1;
  };
}

/** The line of what `JSON.parse` has stumbled over, as its message tells it; else the last one. */
export function lineOfSyntaxError(error: unknown, text: string): number {
  const message = error instanceof Error ? error.message : '';
  const [, told] = /\(line (\d+) /.exec(message) ?? [];
  if (told !== undefined) return Number(told);
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  return 1 + newLines(position === undefined ? text : text.slice(0, Number(position)));
}

function newLines(text: string): number {
  return text.match(/\n/g)?.length ?? 0;
}
