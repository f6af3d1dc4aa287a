import { createProgram } from '../cli/program.ts';

export interface CommandResult {
  readonly out: string;
  readonly told: string;
  readonly code: number | undefined;
}

/** The command line with what it says and how it ends. A line that it cannot read throws. */
export function commandLine(env: Readonly<Record<string, string>>) {
  return async (...line: readonly string[]): Promise<CommandResult> => {
    const said: string[] = [];
    const complaints: string[] = [];
    let code: number | undefined;
    const program = createProgram({
      env: { NARU_CONFIG: '', ...env },
      print: text => void said.push(text),
      complain: text => void complaints.push(text),
      exit: given => void (code = given),
    });
    for (const command of [program, ...program.commands, ...program.commands.flatMap(one => one.commands)]) {
      command.exitOverride();
    }
    await program.parseAsync(line, { from: 'user' });
    return { out: said.join('\n'), told: complaints.join('\n'), code };
  };
}
