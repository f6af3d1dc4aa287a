import { sha256Hex } from '@naru/kernel';

const NO_WORD = /[^\p{L}\p{N}]+/gu;

/**
 * Names an inquiry whatever its spacing, punctuation, case and way of writing Hangul: two messages with one key are the
 * same inquiry (S-TKT-2). Particles and endings stay; other words are another inquiry. A hash, so that no word of a
 * customer's stands in a key.
 */
export function inquiryKey(message: string): string {
  const words = message.normalize('NFKC').toLowerCase().replace(NO_WORD, '');
  // A message of signs alone is told from others by its signs.
  return sha256Hex(words === '' ? message.normalize('NFC').trim() : words);
}
