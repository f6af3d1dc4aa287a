import type { FinishReason } from '@naru/language-model';
import type { ToyAnswer } from './toy-wire.ts';

/** @param wasCut whether `maxTokens` ended the text early */
export function mapStopReason(kind: ToyAnswer['kind'], wasCut: boolean): FinishReason {
  if (kind === 'tool-call') return { unified: 'tool-calls', raw: 'tool-call' };
  return wasCut ? { unified: 'length', raw: 'max-tokens' } : { unified: 'stop', raw: 'end' };
}
