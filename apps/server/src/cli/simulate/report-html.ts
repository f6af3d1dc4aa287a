import { METRICS, type ExpectationOutcome, type SimulationResult } from '@naru/router/simulate';
import { timeText } from './chart-frame.ts';
import { bandChart, lineChart, stackedChart, type StateBand } from './charts.ts';
import { figureText } from './figure-text.ts';
import { htmlText } from './html-text.ts';
import { metricWord } from './metric-words.ts';
import { REPORT_STYLE } from './report-style.ts';

export interface Report {
  readonly title: string;
  readonly description: string;
  readonly seed: number;
  readonly durationMs: number;
  /** In the order of `results`. */
  readonly policyTitles: readonly string[];
  readonly results: readonly SimulationResult[];
  readonly outcomes: readonly ExpectationOutcome[];
}

/** The whole report as one file that needs nothing else: policies side by side, on the same scales. */
export function reportHtml(report: Report): string {
  const { title, description, seed, results, policyTitles } = report;
  const columns = results.map((result, index) => policyColumn(result, policyTitles[index] ?? '', report));
  return `<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${htmlText(title)} – Naru simulate</title><style>${REPORT_STYLE}</style></head><body>
<h1>${htmlText(title)}</h1>
<p>${htmlText(description)}</p>
<p class="soft">정책 시뮬레이션 · 가상 시간 ${timeText(report.durationMs)} · seed ${seed}</p>
${verdict(report.outcomes)}
${expectationTable(report.outcomes)}
<h2>정책 비교</h2>
${metricTable(results, policyTitles)}
<h2>시간에 따른 변화</h2>
<div class="policies">${columns.join('')}</div>
<h2>Failover</h2>
<div class="policies">${results.map((result, index) => failoverTable(result, policyTitles[index] ?? '')).join('')}</div>
<p class="soft">결과 hash: ${results.map(({ policy, hash }) => `${htmlText(policy)} ${hash.slice(0, 16)}`).join(' · ')}. 같은 시나리오와 seed는 항상 같은 결과를 냅니다.</p>
</body></html>
`;
}

/** One line that says whether the scenario's expectations hold. */
export function verdictText(outcomes: readonly ExpectationOutcome[]): string {
  const broken = outcomes.filter(({ holds }) => !holds).length;
  if (outcomes.length === 0) return '기대값이 없는 시나리오입니다.';
  return broken === 0
    ? `통과: 기대값 ${outcomes.length}개를 모두 만족합니다.`
    : `실패: 기대값 ${outcomes.length}개 가운데 ${broken}개를 만족하지 못했습니다.`;
}

function verdict(outcomes: readonly ExpectationOutcome[]): string {
  const hasFailed = outcomes.some(({ holds }) => !holds);
  return `<p class="verdict${hasFailed ? ' failed' : ''}">${verdictText(outcomes)}</p>`;
}

function expectationTable(outcomes: readonly ExpectationOutcome[]): string {
  if (outcomes.length === 0) return '';
  const rows = outcomes.map(({ text, holds, found }) => {
    const sides = found.map(({ policy, left, right }) => `${policy}: ${plain(left)} / ${plain(right)}`).join(', ');
    const mark = holds ? '<td class="good">만족</td>' : '<td class="bad">불만족</td>';
    return `<tr><td><code>${htmlText(text)}</code></td><td>${htmlText(sides)}</td>${mark}</tr>`;
  });
  return `<table><thead><tr><th>기대값</th><th>측정 / 기준</th><th>판정</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function plain(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 10_000) / 10_000) : String(value);
}

function metricTable(results: readonly SimulationResult[], titles: readonly string[]): string {
  const heads = results.map(({ policy }, index) => `<th>${htmlText(heading(policy, titles[index] ?? ''))}</th>`);
  const rows = METRICS.map(({ name, unit }) => {
    const cells = results.map(({ metrics }) => `<td>${figureText(metrics.get(name), unit)}</td>`);
    return `<tr><td>${metricWord(name)}</td>${cells.join('')}</tr>`;
  });
  const aliases = Object.keys(results[0]?.series.answeredBy ?? {});
  const shares = aliases.map(alias => {
    const cells = results.map(({ metrics }) => `<td>${figureText(metrics.get(`share.${alias}`), 'percent')}</td>`);
    return `<tr><td>응답 비율: ${htmlText(alias)}</td>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr><th>지표</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}${shares.join('')}</tbody></table>`;
}

function heading(policy: string, title: string): string {
  return title === '' || title === policy ? policy : `${policy}: ${title}`;
}

function policyColumn(result: SimulationResult, title: string, { results, durationMs }: Report): string {
  const { series } = result;
  const { bucketMs, requests } = series;
  const perSecond = (counts: readonly number[]): number[] => counts.map(count => (count * 1_000) / bucketMs);
  const largest = (of: (each: SimulationResult) => readonly (number | null)[]): number =>
    results.reduce((most, each) => of(each).reduce<number>((high, value) => Math.max(high, value ?? 0), most), 0);
  const shares = Object.entries(series.answeredBy).map(([name, counts]) => ({
    name,
    values: counts.map((count, bucket) => ((count ?? 0) * 100) / Math.max(1, sumAt(series.answeredBy, bucket))),
  }));
  const availability = series.answered.map((answered, bucket) => {
    const ended = answered + (series.unserved[bucket] ?? 0);
    return ended === 0 ? null : (answered * 100) / ended;
  });
  const lowest = results.reduce((low, each) => Math.min(low, lowestAvailability(each)), 99);
  return `<section><h3>${htmlText(heading(result.policy, title))}</h3>
${stackedChart({ title: 'provider별 응답 비율', series: shares, bucketMs, least: 0, most: 100, format: value => `${value.toFixed(0)}%` })}
${lineChart({ title: '가용성', series: [{ name: 'availability', values: availability }], bucketMs, least: Math.floor(lowest), most: 100, format: value => `${value.toFixed(1)}%` })}
${lineChart({
  title: '첫 토큰까지',
  series: [
    { name: 'p50', values: series.firstTokenP50Ms },
    { name: 'p95', values: series.firstTokenP95Ms },
  ],
  bucketMs,
  least: 0,
  most: largest(each => each.series.firstTokenP95Ms),
  format: value => `${(value / 1_000).toFixed(1)}s`,
})}
${lineChart({
  title: '초당 요청과 시도',
  series: [
    { name: 'requests', values: perSecond(requests) },
    { name: 'attempts', values: perSecond(series.attempts) },
  ],
  bucketMs,
  least: 0,
  most:
    (Math.max(
      largest(each => each.series.attempts),
      largest(each => each.series.requests),
    ) *
      1_000) /
    bucketMs,
  format: value => value.toFixed(1),
})}
${lineChart({
  title: '구간별 비용',
  series: [{ name: 'cost', values: series.costMicros.map(micros => micros / 1_000_000) }],
  bucketMs,
  least: 0,
  most: largest(each => each.series.costMicros) / 1_000_000,
  format: value => value.toFixed(3),
})}
${bandChart('breaker 상태', bandsOf(result, durationMs), durationMs)}</section>`;
}

function sumAt(lists: Readonly<Record<string, readonly number[]>>, bucket: number): number {
  return Object.values(lists).reduce((sum, counts) => sum + (counts[bucket] ?? 0), 0);
}

function lowestAvailability({ series }: SimulationResult): number {
  return series.answered.reduce((low, answered, bucket) => {
    const ended = answered + (series.unserved[bucket] ?? 0);
    return ended === 0 ? low : Math.min(low, (answered * 100) / ended);
  }, 100);
}

function bandsOf({ series, transitions }: SimulationResult, durationMs: number): readonly StateBand[] {
  return Object.keys(series.answeredBy).map(name => {
    const stretches: StateBand['stretches'][number][] = [];
    let [fromMs, state] = [0, 'closed'];
    for (const { provider, atMs, to } of transitions) {
      if (provider !== name || atMs > durationMs) continue;
      stretches.push({ fromMs, untilMs: atMs, state });
      [fromMs, state] = [atMs, to];
    }
    return { name, stretches: [...stretches, { fromMs, untilMs: durationMs, state }] };
  });
}

function failoverTable({ policy, failovers }: SimulationResult, title: string): string {
  const rows = failovers
    .toSorted((one, other) => other.count - one.count)
    .map(
      ({ from, to, reason, count }) =>
        `<tr><td>${htmlText(from)} → ${htmlText(to)}</td><td>${htmlText(reason)}</td><td>${figureText(count, 'count')}</td></tr>`,
    );
  const body = rows.length === 0 ? '<tr><td colspan="3">없음</td></tr>' : rows.join('');
  return `<section><h3>${htmlText(heading(policy, title))}</h3><table><thead><tr><th>이동</th><th>원인</th><th>횟수</th></tr></thead><tbody>${body}</tbody></table></section>`;
}
