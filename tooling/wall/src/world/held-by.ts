import { readdirSync, readlinkSync } from 'node:fs';
import { callHttp } from '../faces/http-call.ts';

/** What a server holds at one moment. */
export interface Held {
  /** Missing where the machine does not tell. */
  readonly sockets: number | undefined;
  readonly heapMb: number;
}

interface Server {
  readonly internalUrl: string;
  readonly processId: number | undefined;
}

/** Kept connections of callers and to providers come and go within this. */
const MORE_SOCKETS = 60;
const MORE_HEAP_MB = 40;

export async function heldBy({ internalUrl, processId }: Server): Promise<Held> {
  const { body } = await callHttp({ url: `${internalUrl}/metrics`, method: 'GET' });
  const heapBytes = Number(/^nodejs_heap_size_used_bytes (\d+)/m.exec(body)?.[1] ?? Number.NaN);
  return { sockets: socketsOf(processId), heapMb: heapBytes / 1_048_576 };
}

/**
 * What is wrong with how a server's holdings went. A heap rises until a collector has looked at it: what counts is the
 * lowest that it came down to, in the second half of the time against the first.
 */
export function grown(held: readonly Held[]): readonly string[] {
  const half = Math.floor(held.length / 2);
  const lowest = (part: readonly Held[]): number => Math.min(...part.map(({ heapMb }) => heapMb));
  const heapMb = half === 0 ? 0 : lowest(held.slice(half)) - lowest(held.slice(0, half));
  const sockets = (held.at(-1)?.sockets ?? 0) - (held[0]?.sockets ?? 0);
  return [
    ...(sockets <= MORE_SOCKETS ? [] : [`${sockets} sockets more than before`]),
    ...(heapMb > MORE_HEAP_MB ? [`${Math.round(heapMb)} MB of heap more than before`] : []),
    ...(Number.isNaN(heapMb) ? ['the heap is not told'] : []),
  ];
}

function socketsOf(processId: number | undefined): number | undefined {
  if (processId === undefined || process.platform !== 'linux') return undefined;
  const folder = `/proc/${processId}/fd`;
  return readdirSync(folder).filter(name => linkOf(`${folder}/${name}`).startsWith('socket:')).length;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since it was listed.
    return '';
  }
}
