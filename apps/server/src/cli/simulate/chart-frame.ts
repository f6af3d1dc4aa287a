import { htmlText } from './html-text.ts';

export interface ChartSeries {
  readonly name: string;
  /** One for each bucket; `null` where there is nothing to show. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly bucketMs: number;
  /** From the bottom to the top of the axis, so that two charts side by side can be compared. */
  readonly least: number;
  readonly most: number;
  readonly format: (value: number) => string;
}

/** The place for lines and areas, in units of the drawing. */
export const PLOT = { left: 52, top: 8, width: 430, height: 130 };
const SIZE = { width: 500, height: 168 };
const GRID_LINES = 4;
const TIME_MARKS = 6;
/** Colours stand in the style sheet, by number. */
const COLOURS = 8;

export function colourOf(index: number): string {
  return `c${index % COLOURS}`;
}

/** Frame, grid, axes and legend around what is drawn of the data. */
export function chartFrame(chart: Chart, drawing: string): string {
  const { title, series, least, most, format, bucketMs } = chart;
  const buckets = series[0]?.values.length ?? 0;
  const lines = Array.from({ length: GRID_LINES + 1 }, (_, line) => {
    const share = line / GRID_LINES;
    const y = (PLOT.top + PLOT.height * (1 - share)).toFixed(1);
    const label = htmlText(format(least + (most - least) * share));
    return `<line class="grid" x1="${PLOT.left}" x2="${PLOT.left + PLOT.width}" y1="${y}" y2="${y}"/><text class="axis" text-anchor="end" x="${PLOT.left - 5}" y="${y}" dy="3">${label}</text>`;
  });
  const marks = Array.from({ length: TIME_MARKS + 1 }, (_, mark) => {
    const x = (PLOT.left + (PLOT.width * mark) / TIME_MARKS).toFixed(1);
    const label = timeText((buckets * bucketMs * mark) / TIME_MARKS);
    return `<text class="axis" text-anchor="middle" x="${x}" y="${PLOT.top + PLOT.height + 16}">${label}</text>`;
  });
  const legend = series.map(({ name }, index) => `<span><i class="${colourOf(index)}"></i>${htmlText(name)}</span>`);
  return `<figure><figcaption>${htmlText(title)}</figcaption>
<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${htmlText(title)}">${lines.join('')}${marks.join('')}${drawing}</svg>
<div class="legend">${legend.join('')}</div></figure>`;
}

/** Horizontal place of a bucket's middle. */
export function xOf(bucket: number, buckets: number): number {
  return PLOT.left + (PLOT.width * (bucket + 0.5)) / Math.max(1, buckets);
}

export function yOf(value: number, { least, most }: Pick<Chart, 'least' | 'most'>): number {
  const share = most > least ? (Math.min(most, Math.max(least, value)) - least) / (most - least) : 0;
  return PLOT.top + PLOT.height * (1 - share);
}

/** `90000` as `1:30`; hours where there are some. */
export function timeText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (count: number): string => String(count).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
