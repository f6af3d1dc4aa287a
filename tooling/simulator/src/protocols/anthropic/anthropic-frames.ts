import type { Answer } from '../../answers/answer.ts';
import { jsonFrame, type Frame, type FrameKind } from '../frame.ts';
import { anthropicToolFrames } from './anthropic-tool-frames.ts';
import { messageDocument, stopReason } from './anthropic-words.ts';

/** `message_start`, each block between its start and stop, `message_delta` with reason and usage, `message_stop`. */
export function anthropicFrames(answer: Answer): readonly Frame[] {
  const { usage, thinking, pieces } = answer;
  let nextIndex = 0;
  const frames: Frame[] = [
    named('role', 'message_start', {
      message: messageDocument(answer, [], null, usage?.place === 'separate' ? undefined : 1),
    }),
    named('ping', 'ping', {}),
  ];
  if (thinking.length > 0) {
    const index = nextIndex++;
    frames.push(
      named('role', 'content_block_start', { index, content_block: { type: 'thinking', thinking: '', signature: '' } }),
      ...thinking.map(text =>
        named('thinking', 'content_block_delta', { index, delta: { type: 'thinking_delta', thinking: text } }),
      ),
      named('thinking', 'content_block_delta', { index, delta: { type: 'signature_delta', signature: 'c2lt' } }),
      named('close-block', 'content_block_stop', { index }),
    );
  }
  if (pieces.length > 0) {
    const index = nextIndex++;
    frames.push(
      named('role', 'content_block_start', { index, content_block: { type: 'text', text: '' } }),
      ...pieces.map(text => named('text', 'content_block_delta', { index, delta: { type: 'text_delta', text } })),
      named('close-block', 'content_block_stop', { index }),
    );
  }
  frames.push(...anthropicToolFrames(answer, nextIndex, named), ...endFrames(answer));
  return frames;
}

function endFrames({ finish, usage }: Answer): readonly Frame[] {
  const delta = { stop_reason: stopReason(finish), stop_sequence: null };
  const tokens = usage && { usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens } };
  if (usage?.place === 'separate') {
    return [
      named('finish', 'message_delta', { delta }),
      named('usage', 'message_delta', { delta: {}, ...tokens }),
      named('end', 'message_stop', {}),
    ];
  }
  return [named('finish', 'message_delta', { delta, ...tokens }), named('end', 'message_stop', {})];
}

function named(kind: FrameKind, event: string, fields: object): Frame {
  return jsonFrame(kind, { type: event, ...fields }, event);
}
