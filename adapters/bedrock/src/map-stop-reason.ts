import type { FinishReason } from '@naru/language-model';

const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['content_filtered', 'content-filter'],
  ['guardrail_intervened', 'content-filter'],
]);

export function mapStopReason(raw: string | undefined): FinishReason {
  return { unified: UNIFIED.get(raw ?? '') ?? 'other', raw };
}
