import type { FinishReason } from '@naru/language-model';
import { isRecord } from './record.ts';

const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool-calls', 'tool-calls'],
  ['content-filter', 'content-filter'],
]);

/** A reason as version 2 gives it, a word, or as later ones do, in both words. */
export function mapFinishReason(reason: unknown): FinishReason {
  const { unified, raw } = isRecord(reason) ? reason : { unified: reason, raw: reason };
  return { unified: UNIFIED.get(String(unified)) ?? 'other', raw: typeof raw === 'string' ? raw : undefined };
}

/** Whether the reason says that the answer broke, which is no answer at all. */
export function isBroken(reason: unknown): boolean {
  const word = isRecord(reason) ? reason['unified'] : reason;
  return word === 'error' || word === 'interrupted';
}
