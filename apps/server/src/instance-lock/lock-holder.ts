import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The process that a data directory belongs to. */
export interface LockHolder {
  readonly pid: number;
  /** When the system started that process, where it tells: another one of the same number is another process. */
  readonly processStart: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Where it listens for operators, once it does. */
  readonly internalUrl: string | undefined;
}

const holderSchema = z.object({
  pid: z.int().min(1),
  processStart: z.string().max(40).optional(),
  startedAt: z.string().max(40),
  internalUrl: z.url().max(500).optional(),
});

/** What a lock file says; `undefined` where it says nothing, as after a start that died while it wrote. */
export function readHolder(text: string): LockHolder | undefined {
  try {
    const { processStart, internalUrl, ...rest } = holderSchema.parse(JSON.parse(text));
    return { ...rest, processStart, internalUrl };
  } catch {
    return undefined;
  }
}

/** Whether the process still runs. A process of another account is there, too. */
export function isRunning({ pid, processStart }: Pick<LockHolder, 'pid' | 'processStart'>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const start = processStartOf(pid);
  if (start !== undefined && processStart !== undefined) return start === processStart;
  // In a container the number is often ours again after a restart.
  return pid !== process.pid;
}

/** When the system started a process, in its own ticks; `undefined` where there is no `/proc`. */
export function processStartOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; what follows is separated by spaces. Field 22 of the whole line.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[FIELDS_AFTER_NAME];
  } catch {
    return undefined;
  }
}

const FIELDS_AFTER_NAME = 19;
