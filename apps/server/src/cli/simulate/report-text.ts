import { METRICS } from '@naru/router/simulate';
import { figureText } from './figure-text.ts';
import { verdictText, type Report } from './report-html.ts';

/** A report for a terminal. */
export function reportText({ title, results, outcomes }: Report): string {
  const width = Math.max(...METRICS.map(({ name }) => name.length));
  const head = [' '.repeat(width), ...results.map(({ policy }) => policy.padStart(16))].join('');
  const rows = METRICS.map(({ name, unit }) => {
    const figures = results.map(({ metrics }) => figureText(metrics.get(name), unit).padStart(16));
    return [name.padEnd(width), ...figures].join('');
  });
  const checks = outcomes.map(({ text, holds, found }) => {
    const sides = found.map(({ policy, left, right }) => `${policy} ${left} / ${right}`).join(', ');
    return `${holds ? '✓' : '✗'} ${text}   (${sides})`;
  });
  return [title, head, ...rows, '', ...checks, verdictText(outcomes)].join('\n');
}

/** The same for machines. Numbers that JSON does not have are given as texts. */
export function reportJson({ title, seed, durationMs, results, outcomes }: Report): string {
  const plain = {
    title,
    seed,
    durationMs,
    holds: outcomes.every(({ holds }) => holds),
    outcomes,
    results: results.map(({ metrics, ...result }) => ({ ...result, metrics: Object.fromEntries(metrics) })),
  };
  const finite = (_name: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify(plain, finite, 2);
}
