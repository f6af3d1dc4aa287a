const KOREA_OFFSET_MS = 9 * 3_600_000;
const SEQUENCE_DIGITS = 4;
const WRITTEN_APART = /STK[-\s]?(\d{8})[-\s]?(\d{4,10})(?!\d)/;
const ANY_NUMBER = /STK-?(\d{4,20})/;

/** The day in Korea, which has no summer time, as `yyyymmdd`. */
export function ticketDay(atMs: number): string {
  return new Date(atMs + KOREA_OFFSET_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/** @param sequence from 1, within the day; more than 9,999 make the number longer */
export function ticketNumber(day: string, sequence: number): string {
  return `STK${day}${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
}

/** The first ticket number in a text, as we write it: `stk-20261120-0001` is `STK202611200001`. */
export function findTicketNumber(text: string): string | undefined {
  const plain = text.normalize('NFKC').toUpperCase();
  const [, day, sequence] = WRITTEN_APART.exec(plain) ?? [];
  if (day !== undefined) return `STK${day}${sequence}`;
  const digits = ANY_NUMBER.exec(plain)?.[1];
  return digits === undefined ? undefined : `STK${digits}`;
}

/** The day and the sequence within it of a number of ours; numbers are given out in this order. */
export function ticketPlace(number: string): { readonly day: string; readonly sequence: number } {
  return { day: number.slice(3, 11), sequence: Number(number.slice(11)) };
}
