import type { Answer } from '../../answers/answer.ts';
import { jsonFrame, type Frame, type FrameKind } from '../frame.ts';
import type { RequestFacts } from '../request-facts.ts';
import { openaiToolDeltas } from './openai-tool-deltas.ts';
import { finishReason, usageDocument } from './openai-words.ts';

/** A role frame, one frame a piece, the finish reason, usage with no choices if it was asked for, `[DONE]`. */
export function openaiFrames(answer: Answer, facts: RequestFacts): readonly Frame[] {
  const chunk = {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion.chunk',
    created: Math.floor(answer.createdAtMs / 1_000),
    model: answer.model,
    system_fingerprint: 'fp_simulator',
  };
  const { usage } = answer;
  const separate =
    usage !== undefined && (facts.wantsUsage || usage.place === 'separate') && usage.place !== 'with-finish';
  // With include_usage every chunk but the last says `usage: null`.
  const noUsage = facts.wantsUsage ? { usage: null } : {};
  const choice = (kind: FrameKind, delta: object, finish: string | null = null, extra: object = noUsage): Frame =>
    jsonFrame(kind, { ...chunk, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...extra });

  const finishUsage = usage?.place === 'with-finish' ? { usage: usageDocument(usage) } : noUsage;
  return [
    choice('role', { role: 'assistant', content: answer.toolCalls.length > 0 ? null : '', refusal: null }),
    ...answer.thinking.map(text => choice('thinking', { reasoning_content: text })),
    ...answer.pieces.map(text => choice('text', { content: text })),
    ...openaiToolDeltas(answer).map(delta => choice('tool', { tool_calls: [delta] })),
    choice('finish', {}, finishReason(answer.finish), finishUsage),
    ...(separate ? [jsonFrame('usage', { ...chunk, choices: [], usage: usageDocument(usage) })] : []),
    { kind: 'end', data: '[DONE]' },
  ];
}
