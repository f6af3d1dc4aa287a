import type { FinishReason } from '@naru/language-model';

/** The protocol says only that an answer is done; a server may add why, in OpenAI's words. */
const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['done', 'stop'],
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content-filter'],
]);

export function mapStopReason(raw: unknown): FinishReason {
  const word = typeof raw === 'string' && raw !== '' ? raw : 'done';
  return { unified: UNIFIED.get(word) ?? 'other', raw: word };
}
