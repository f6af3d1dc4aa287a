import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process holds of the machine. */
export interface Held {
  readonly sockets: number;
  readonly memoryMb: number;
}

/** Kept connections of callers and to providers come and go within this. */
const MORE_SOCKETS = 60;
/** What a garbage collector has not looked at yet. */
const MORE_MEMORY_MB = 120;

/** Missing where the machine does not tell. */
export function heldBy(processId: number | undefined): Held | undefined {
  if (processId === undefined || process.platform !== 'linux') return undefined;
  const folder = `/proc/${processId}/fd`;
  const sockets = readdirSync(folder).filter(name => linkOf(`${folder}/${name}`).startsWith('socket:')).length;
  const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
  return { sockets, memoryMb: Number(pages ?? 0) / 1_024 };
}

/** What is wrong with how much more it holds than before. */
export function grown(before: Held | undefined, after: Held | undefined): readonly string[] {
  if (!before || !after) return [];
  const sockets = after.sockets - before.sockets;
  const memoryMb = after.memoryMb - before.memoryMb;
  return [
    ...(sockets <= MORE_SOCKETS ? [] : [`${sockets} sockets more than before`]),
    ...(memoryMb <= MORE_MEMORY_MB ? [] : [`${Math.round(memoryMb)} MB more than before`]),
  ];
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since it was listed.
    return '';
  }
}
