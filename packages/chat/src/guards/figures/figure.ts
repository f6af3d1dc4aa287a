/** A figure as a text states it, in a form in which equal statements are equal however they are written. */
export type Figure =
  /** Whole won, or the unit of whatever currency it was written in. */
  | { readonly kind: 'money'; readonly value: number }
  | { readonly kind: 'percent'; readonly value: number }
  /** `year` is missing in `11월 5일`. */
  | { readonly kind: 'date'; readonly year: number | undefined; readonly month: number; readonly day: number }
  /** Minutes since midnight, or since noon: `7시` says no more. */
  | { readonly kind: 'time'; readonly minutes: number }
  | { readonly kind: 'duration'; readonly value: number; readonly unit: DurationUnit }
  | { readonly kind: 'seat'; readonly row: string; readonly number: number }
  /** A number that counts something, or a bare one. */
  | { readonly kind: 'number'; readonly value: number }
  /** Digits that name something: a telephone, an order, a ticket. In lower case, without hyphens. */
  | { readonly kind: 'code'; readonly text: string };

export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

const HALF_DAY_MINUTES = 720;
const SECONDS: Readonly<Partial<Record<DurationUnit, number>>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
};

/** Equal for figures that say the same. A date without a year equals only another without one. */
export function figureKey(figure: Figure): string {
  switch (figure.kind) {
    case 'date':
      return `date ${figure.year ?? ''}-${figure.month}-${figure.day}`;
    case 'time':
      return `time ${figure.minutes % HALF_DAY_MINUTES}`;
    case 'duration': {
      const seconds = SECONDS[figure.unit];
      if (seconds !== undefined) return `duration ${figure.value * seconds} s`;
      return `duration ${figure.unit === 'year' ? figure.value * 12 : figure.value} months`;
    }
    case 'seat':
      return `seat ${figure.row} ${figure.number}`;
    case 'code':
      return `code ${figure.text}`;
    case 'money':
    case 'percent':
    case 'number':
      return `${figure.kind} ${figure.value}`;
  }
}
