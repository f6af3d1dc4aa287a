import { holds, type Finding } from '../bench.ts';
import { round } from './print-table.ts';

export interface BenchResult {
  readonly bench: string;
  readonly what: string;
  readonly findings: readonly Finding[];
}

/** One page that stands alone: a bar for every figure with a limit, its length the share of the limit that was met. */
export function toHtml(machine: string, results: readonly BenchResult[]): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Naru bench</title><style>
body{font:15px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1c2430}h2{margin:2rem 0 .3rem}
table{border-collapse:collapse;width:100%}td{padding:.3rem .6rem;border-bottom:1px solid #e3e6ea}
.bar{background:#e9edf2;width:16rem;height:.8rem;position:relative}.bar i{display:block;height:100%;background:#2f7d5b}
.bar.missed i{background:#b3402f}.bar b{position:absolute;left:50%;top:-.2rem;bottom:-.2rem;border-left:2px solid #1c2430}
</style><h1>Naru bench</h1><p>${escape(machine)}. The mark in the middle of a bar is the floor.</p>
${results.map(section).join('\n')}</html>`;
}

function section({ bench, what, findings }: BenchResult): string {
  const rows = findings.map(
    finding =>
      `<tr><td>${escape(finding.figure)}<td>${round(finding.median)} ${finding.unit}<td>${finding.control === undefined ? '' : `control ${round(finding.control)}`}<td>${bar(finding)}`,
  );
  return `<h2>${escape(bench)}</h2><p>${escape(what)}</p><table>${rows.join('')}</table>`;
}

function bar(finding: Finding): string {
  if (!finding.limit) return '';
  const { kind, floor } = finding.limit;
  const share = kind === 'at-least' ? finding.median / floor : finding.median === 0 ? 2 : floor / finding.median;
  return `<div class="bar${holds(finding) ? '' : ' missed'}"><i style="width:${Math.min(100, share * 50)}%"></i><b></b></div>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
