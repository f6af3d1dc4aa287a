/**
 * A figure that binds whoever states it, in a form in which equal statements are equal however they are written. How
 * long and how many are none: an honest answer puts them in words of its own (`일주일 안에`, `세 번에 나누어`), too many
 * to tell them from inventions.
 */
export type Figure =
  /** Whole won, or the unit of whatever currency it was written in. */
  | { readonly kind: 'money'; readonly value: number }
  | { readonly kind: 'percent'; readonly value: number }
  /** Of a membership: the shop's own money. */
  | { readonly kind: 'points'; readonly value: number }
  /** `year` is missing in `11월 5일`. */
  | { readonly kind: 'date'; readonly year: number | undefined; readonly month: number; readonly day: number }
  /** Minutes since midnight, or since noon: `7시` says no more. */
  | { readonly kind: 'time'; readonly minutes: number }
  | { readonly kind: 'seat'; readonly row: string; readonly number: number }
  /** Digits that name something: a telephone, an order, a ticket. In lower case, without hyphens. */
  | { readonly kind: 'code'; readonly text: string };

const HALF_DAY_MINUTES = 720;

/** Equal for figures that say the same. A date without a year equals only another without one. */
export function figureKey(figure: Figure): string {
  switch (figure.kind) {
    case 'date':
      return `date ${figure.year ?? ''}-${figure.month}-${figure.day}`;
    case 'time':
      return `time ${figure.minutes % HALF_DAY_MINUTES}`;
    case 'seat':
      return `seat ${figure.row} ${figure.number}`;
    case 'code':
      return `code ${figure.text}`;
    case 'money':
    case 'percent':
    case 'points':
      return `${figure.kind} ${figure.value}`;
  }
}
