/**
 * Headers that carry an API key, or none without one.
 *
 * @throws {TypeError} when a header cannot carry the key; the message does not hold it
 */
export function credentials(header: string, prefix: string, apiKey: string | undefined): readonly string[] {
  if (apiKey === undefined || apiKey === '') return [];
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new TypeError('An API key may hold visible ASCII characters only; look for a line break or a blank in it');
  }
  return [header, `${prefix}${apiKey}`];
}
