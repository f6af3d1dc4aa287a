import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

export interface Child {
  readonly process: ChildProcess;
  /** What it prints, line by line. */
  readonly lines: AsyncIterable<string>;
}

/** Runs a script of this folder in a process of its own, which ends with the test at the latest. */
export function startChild(t: TestContext, script: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [`${import.meta.dirname}/${script}`, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  return { process: child, lines: createInterface({ input: child.stdout }) };
}
