/**
 * A `bigint` or `numeric` of PostgreSQL as a number.
 *
 * @throws {RangeError} for a whole number that a number cannot hold exactly: a wrong amount is worse than none
 */
export function toSafeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError(`The database holds a number that is too large to be exact: ${text}`);
  }
  return value;
}
