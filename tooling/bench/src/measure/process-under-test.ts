import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The subject has a core for itself; load and upstream share the other. */
export const SUBJECT_CORE = 0;
export const WORLD_CORE = 1;

const CAN_PIN = spawnSync('taskset', ['--version']).status === 0;
const CLOCK_TICKS_PER_SECOND = 100;

export interface ProcessUnderTest extends AsyncDisposable {
  readonly pid: number;
  /** What the process said once it was ready. */
  readonly ready: unknown;
  /** User and system time since its start, in milliseconds, to the nearest 10. */
  cpuMs(): number;
  residentMiB(): number;
  /** Its next message. */
  next<Message>(): Promise<Message>;
  /** Sends it a message and gives its next one. */
  ask<Message>(): Promise<Message>;
}

export interface StartOptions {
  readonly core: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts one of our own small programs and waits for its first message. */
export async function startProgram(
  file: string,
  { core, args = [], env = {} }: StartOptions,
): Promise<ProcessUnderTest> {
  const path = resolve(import.meta.dirname, '..', file);
  const child = spawnPinned(core, [path, ...args], env, ['ignore', 'inherit', 'inherit', 'ipc']);
  const ready = await new Promise<unknown>((resolveReady, reject) => {
    child.once('message', resolveReady);
    child.once('exit', code => reject(new Error(`${file} ended with ${code} before it was ready`)));
  });
  return asProcessUnderTest(child, ready);
}

export function spawnPinned(
  core: number,
  nodeArgs: readonly string[],
  env: Readonly<Record<string, string>>,
  stdio: readonly ('ignore' | 'inherit' | 'ipc' | 'pipe')[],
): ChildProcess {
  const [command, args] = CAN_PIN
    ? (['taskset', ['-c', String(core), process.execPath, ...nodeArgs]] as const)
    : ([process.execPath, nodeArgs] as const);
  return spawn(command, args, { stdio: [...stdio], env: { ...process.env, ...env } });
}

export function asProcessUnderTest(child: ChildProcess, ready: unknown): ProcessUnderTest {
  const pid = child.pid ?? 0;
  const next = <Message>(): Promise<Message> =>
    new Promise(resolveMessage => child.once('message', message => resolveMessage(message as Message)));
  return {
    pid,
    ready,
    cpuMs: () => cpuMs(pid),
    residentMiB: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    next,
    ask: <Message>() => {
      const answer = next<Message>();
      child.send({});
      return answer;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise(resolveGone => child.once('exit', resolveGone));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function cpuMs(pid: number): number {
  // Fields 14 and 15 of proc(5) stat; the command's name may hold spaces, so count from its closing bracket.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / CLOCK_TICKS_PER_SECOND;
}
