import type { FinishReason } from '@naru/language-model';

const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
]);

/** @param hasToolCalls some providers say `stop` when they mean that tools are to be run */
export function mapStopReason(raw: string | undefined, hasToolCalls: boolean): FinishReason {
  const unified = UNIFIED.get(raw ?? '') ?? 'other';
  return { unified: unified === 'stop' && hasToolCalls ? 'tool-calls' : unified, raw };
}
