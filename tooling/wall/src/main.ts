import { parseArgs } from 'node:util';
import { printTable } from './report/print-table.ts';
import { fastWall, fullWall } from './wall-settings.ts';
import { problemsOf, runWall } from './wall.ts';

const USAGE = `npm run wall -- [--full] [--seed <number>] [--only <text>]

Breaks a simulated provider in every way of the reference, in front of the real server, and judges what callers see.
  --full   real waits, every pair of protocols, 10,000 cuts and leavings; takes most of an hour
  --seed   draws the same cuts and faults again
  --only   rows whose name holds this text`;

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);

if (values.help || !Number.isSafeInteger(seed)) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  const startedAtMs = performance.now();
  const settings = { ...(values.full ? fullWall(seed) : fastWall(seed)), ...(values.only && { only: values.only }) };
  const result = await runWall(settings, ({ cells }) => {
    process.stderr.write(cells.some(({ problems }) => problems.length > 0) ? '✗' : '·');
  });
  process.stderr.write('\n');
  console.log(printTable(result));
  const problems = problemsOf(result);
  for (const problem of problems) console.log(`✗ ${problem}`);
  const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
  const askings = result.rows.reduce((sum, { cells }) => sum + cells.length, 0);
  console.log(
    `\n${result.rows.length} rows, ${askings} judged answers, ${problems.length} problems, ${seconds} s, seed ${seed}`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
