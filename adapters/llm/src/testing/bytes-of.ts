import type { StreamPart } from '@naru/language-model';

/** The provider's bytes, as a caller of the same protocol would get them. */
export function bytesOf(parts: readonly StreamPart[]): string {
  return Buffer.concat(parts.flatMap(part => (part.frame ? [part.frame] : []))).toString('utf8');
}
