import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { holds, type Bench } from './bench.ts';
import { decideBench } from './benches/decide.ts';
import { eventsBench } from './benches/events.ts';
import { gatewayJson, gatewayStream } from './benches/gateway.ts';
import { hop } from './benches/hop.ts';
import { idle } from './benches/idle.ts';
import { simulateBench } from './benches/simulate.ts';
import { sockets } from './benches/sockets.ts';
import { start } from './benches/start.ts';
import { streams } from './benches/streams.ts';
import { turn } from './benches/turn.ts';
import { printTable } from './report/print-table.ts';
import { toHtml, type BenchResult } from './report/to-html.ts';
import { toMarkdown } from './report/to-markdown.ts';

const BENCHES: readonly Bench[] = [
  gatewayJson,
  gatewayStream,
  streams,
  turn,
  hop,
  decideBench,
  eventsBench,
  simulateBench,
  sockets,
  idle,
  start,
];
const RESULTS = resolve(import.meta.dirname, '../../../bench-results');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repetitions: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    markdown: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const unknown = positionals.filter(name => !BENCHES.some(bench => bench.name === name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`No bench ${unknown.join(', ')}.`);
  console.log(
    `npm run bench [-- names] [--repetitions 5] [--seconds 4] [--markdown]\nNames: ${BENCHES.map(({ name }) => name).join(', ')}`,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
console.log(machine);
const options = { repetitions: Number(values.repetitions), windowMs: Number(values.seconds) * 1_000 };
const results: BenchResult[] = [];
for (const { name, what, run } of BENCHES.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
)) {
  const findings = await run(options);
  printTable(name, what, findings);
  results.push({ bench: name, what, findings });
}

if (values.markdown) console.log(`\n${toMarkdown(results)}`);
mkdirSync(RESULTS, { recursive: true });
writeFileSync(join(RESULTS, 'bench.json'), JSON.stringify({ machine, options, results }, undefined, 2));
writeFileSync(join(RESULTS, 'bench.html'), toHtml(machine, results));
console.log('\nbench-results/bench.json and bench.html');
const missed = results.flatMap(({ findings }) => findings).filter(finding => !holds(finding));
if (missed.length > 0) process.exitCode = 1;
