import { spawn } from 'node:child_process';

/** One of the nets of `npm run check`: finds a kind of mistake, or nothing. */
export interface Net {
  readonly name: string;
  /** @returns what is wrong, a line each; empty when all is well */
  find(root: string): Promise<readonly string[]>;
}

/** A net that is a command: what it prints is what is wrong, when it does not end with 0. */
export function commandNet(name: string, command: string, args: readonly string[]): Net {
  return {
    name,
    async find(root) {
      const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      const output: string[] = [];
      child.stdout.setEncoding('utf8').on('data', text => output.push(text));
      child.stderr.setEncoding('utf8').on('data', text => output.push(text));
      const code = await new Promise<number | null>((resolve, reject) =>
        child.on('error', reject).on('close', resolve),
      );
      return code === 0 ? [] : [output.join('').trim() || `${command} ended with ${code}`];
    },
  };
}
