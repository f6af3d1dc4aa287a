import { crc32 } from 'node:zlib';

/**
 * One text as one line: eight hex digits of CRC-32 over the rest, a mark, the text. A blank as the mark says that the
 * text stands as it is, so that events can be read and searched with the usual tools; `!` says that it stands as a
 * JSON string, because it has line ends of its own.
 */
export function toSpillLine(text: string): string {
  const body = /[\r\n]/.test(text) ? `!${JSON.stringify(text)}` : ` ${text}`;
  return `${crc32(body).toString(16).padStart(8, '0')}${body}\n`;
}

/** The text of a line without its end; `undefined` for one that was torn or damaged. */
export function fromSpillLine(line: string): string | undefined {
  const body = line.slice(8);
  if (!/^[0-9a-f]{8}[ !]/.test(line) || Number.parseInt(line.slice(0, 8), 16) !== crc32(body)) return undefined;
  return body.startsWith('!') ? (JSON.parse(body.slice(1)) as string) : body.slice(1);
}
