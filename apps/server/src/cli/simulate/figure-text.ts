import type { MetricMeaning } from '@naru/router/simulate';

/** A figure for people, in the unit of its metric. */
export function figureText(value: number | undefined, unit: MetricMeaning['unit']): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (value === Infinity) return '돌아오지 않음';
  switch (unit) {
    case 'percent':
      return `${value.toFixed(3)} %`;
    case 'ms':
      return `${grouped(Math.round(value))} ms`;
    case 'seconds':
      return value < 0 ? '–' : `${value.toFixed(1)} s`;
    case 'count':
      return grouped(value);
    case 'currency':
      return value.toFixed(4);
    case 'ratio':
      return value.toFixed(3);
  }
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
