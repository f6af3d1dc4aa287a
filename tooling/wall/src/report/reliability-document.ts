import type { Check } from '../checks/check.ts';
import { CHECK_GROUPS } from '../checks/checks.ts';
import { RANDOM_CUTS } from '../checks/random-cuts.ts';
import type { Fault, Saying, Verdict } from '../faults/fault.ts';
import { faultGroups } from '../faults/faults.ts';
import { SAYINGS } from '../judge/outcome.ts';
import { SHORT_TIMEOUTS } from '../world/timeouts.ts';
import { ELSEWHERE } from './elsewhere.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  other: 'the fallback answers',
  own: 'its own answer, whole',
  broken: 'told as broken',
  refused: 'refused, nobody else asked',
  filtered: 'told as filtered',
};

/** `docs/RELIABILITY.md`, made from the rows of the wall. */
export function reliabilityDocument(): string {
  const groups = faultGroups(SHORT_TIMEOUTS).map(({ title, faults }) => [
    `## ${title}`,
    table(FAULT_HEAD, faults.map(faultRow)),
  ]);
  const checks = [...CHECK_GROUPS, { title: 'Drawn at random', checks: [RANDOM_CUTS] }].map(group => [
    `## ${group.title}`,
    table(CHECK_HEAD, group.checks.map(checkRow)),
  ]);
  return [
    '# Reliability',
    'Made by npm run generate from tooling/wall; do not edit.',
    'What happens when a provider breaks. Every row is played by `npm run wall` (a short form of it with `npm test`) to the real server with one fallback: to the gateway and to chat, as JSON and as a stream, for each protocol that knows the fault. It is judged by what the caller gets, raw and through the official clients’ eyes, and by what the providers saw. `F` and `T` are the numbers of the faults and traps that the wall was built from; other names are requirements.',
    'Told as broken: the gateway’s stream ends with an error frame and without `[DONE]`, chat’s with one `error` chunk, and history keeps what was said as `interrupted`. “Both broken” is what the gateway answers when nobody is left: an error in OpenAI’s shape with `x-should-retry: false`; chat hands over to a person with a ticket, and says the same in Korean where that cannot be. No provider’s text or key reaches a caller or a log, in any row.',
    ...groups.flat(),
    ...checks.flat(),
    '## Proven elsewhere',
    table(
      ['Number', 'What', 'Where'],
      ELSEWHERE.map(({ number, what, where }) => [number, what, where]),
    ),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const FAULT_HEAD = ['Number', 'The provider', 'What is done', 'JSON', 'Stream', 'Both broken'];
const CHECK_HEAD = ['Number', 'What happens', 'What is done'];

function faultRow({ numbers, name, answer, json, stream, saying }: Fault): readonly string[] {
  return [numbers.join(', '), name, answer, verdictText(json), verdictText(stream), sayingText(saying, json ?? stream)];
}

function checkRow({ numbers, name, answer }: Check): readonly string[] {
  return [numbers.join(', '), name, answer];
}

function verdictText(verdict: Verdict | undefined): string {
  return verdict === undefined ? '–' : VERDICTS[verdict];
}

function sayingText(saying: Saying | undefined, verdict: Verdict | undefined): string {
  if (saying === undefined || verdict === 'own') return '–';
  return `${SAYINGS[saying].gateway.join(' or ')}, \`${SAYINGS[saying].chatCode}\``;
}

/** A Markdown table with columns of even width, as Prettier leaves it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map(row => row.map(cell => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map(row => widthOf(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...others.map(line)].join('\n');
}

function widthOf(text: string): number {
  return [...text].length;
}
