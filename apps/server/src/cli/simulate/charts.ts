import { chartFrame, colourOf, PLOT, xOf, yOf, type Chart } from './chart-frame.ts';
import { htmlText } from './html-text.ts';

/** A line for each series, with a gap where a value is missing. */
export function lineChart(chart: Chart): string {
  const lines = chart.series.map(({ values }, index) => {
    let path = '';
    let isDrawing = false;
    for (const [bucket, value] of values.entries()) {
      if (value === null) {
        isDrawing = false;
        continue;
      }
      path += `${isDrawing ? 'L' : 'M'}${xOf(bucket, values.length).toFixed(1)} ${yOf(value, chart).toFixed(1)}`;
      isDrawing = true;
    }
    return `<path class="line ${colourOf(index)}" d="${path}"/>`;
  });
  return chartFrame(chart, lines.join(''));
}

/** Areas upon each other: parts of a whole over time. */
export function stackedChart(chart: Chart): string {
  const buckets = chart.series[0]?.values.length ?? 0;
  const below = new Float64Array(buckets);
  const areas = chart.series.map(({ values }, index) => {
    const lower = Array.from(below, (value, bucket) => point(bucket, value)).toReversed();
    for (let bucket = 0; bucket < buckets; bucket += 1) below[bucket] = (below[bucket] ?? 0) + (values[bucket] ?? 0);
    const upper = Array.from(below, (value, bucket) => point(bucket, value));
    return `<polygon class="area ${colourOf(index)}" points="${[...upper, ...lower].join(' ')}"/>`;
  });
  return chartFrame(chart, areas.join(''));

  function point(bucket: number, value: number): string {
    return `${xOf(bucket, buckets).toFixed(1)},${yOf(value, chart).toFixed(1)}`;
  }
}

export interface StateBand {
  readonly name: string;
  readonly stretches: readonly { readonly fromMs: number; readonly untilMs: number; readonly state: string }[];
}

const ROW = 18;
const GAP = 5;

/** One row for each provider, coloured by the state of its circuit. */
export function bandChart(title: string, bands: readonly StateBand[], durationMs: number): string {
  const height = bands.length * (ROW + GAP) + 4;
  const rows = bands.map(({ name, stretches }, index) => {
    const y = index * (ROW + GAP) + 2;
    const bars = stretches.map(({ fromMs, untilMs, state }) => {
      const x = PLOT.left + 40 + ((PLOT.width - 40) * fromMs) / durationMs;
      const width = Math.max(0.5, ((PLOT.width - 40) * (untilMs - fromMs)) / durationMs);
      return `<rect class="state ${htmlText(state)}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(2)}" height="${ROW}"/>`;
    });
    return `<text class="axis" text-anchor="end" x="${PLOT.left + 34}" y="${y + 12}">${htmlText(name)}</text>${bars.join('')}`;
  });
  const states = ['closed', 'cooling', 'open', 'half_open', 'ramping'];
  const legend = states.map(state => `<span><i class="state ${state}"></i>${state}</span>`);
  return `<figure><figcaption>${htmlText(title)}</figcaption>
<svg viewBox="0 0 500 ${height}" role="img" aria-label="${htmlText(title)}">${rows.join('')}</svg>
<div class="legend">${legend.join('')}</div></figure>`;
}
