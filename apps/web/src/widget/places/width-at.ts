import type { Place } from './place.ts';

/** A report with its chat beside it takes the whole width; everything else is one column. */
export function widthAt(here: Place): string {
  return here.name === 'report' ? 'max-w-none' : 'max-w-3xl';
}
