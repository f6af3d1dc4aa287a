import { playableFaults } from './faults.ts';
import { behaviourNamed, behaviourNames } from './registry.ts';

/** The registry as a table in Markdown. */
export function behaviourTable(): string {
  const rows = behaviourNames.map(name => {
    const { does = '', allowed = '', examples = [], usually } = behaviourNamed(name) ?? {};
    const gate = usually === undefined ? '' : ` Alone: \`${usually}\`.`;
    const written = examples.map(example => `\`${example === true ? name : `${name}=${example}`}\``).join(' ');
    return [`\`${name}\``, `${does}${gate}`, allowed, written];
  });
  return table(['behaviour', 'what the caller sees', 'takes', 'examples'], rows);
}

/** Which play causes which fault of the reference, as a table in Markdown. */
export function faultTable(): string {
  const rows = playableFaults.map(({ id, title, plays, instead }) => {
    const written = plays.map(play => `\`${play}\``).concat(instead ?? []);
    return [id, title, written.join(' · ')];
  });
  return table(['', 'fault or trap', 'play'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(escape).join(' | ')} |`);
  return lines.join('\n');
}

function escape(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
