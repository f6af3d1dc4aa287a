import type { Answer, AnswerToolCall, ToolDeltaShape } from '../../answers/answer.ts';
import { cutText } from '../../answers/cut-text.ts';
import type { Framing } from '../../exchange/framing.ts';
import { jsonFrame, type Frame } from '../frame.ts';
import { stopReason, usageDocument } from './bedrock-words.ts';
import { encodeMessage } from './event-stream.ts';

const ARGUMENT_CHARACTERS = 8;

/** `messageStart`, each block's deltas and its stop, `messageStop` with the reason, `metadata` with the usage. */
export function bedrockFrames(answer: Answer): readonly Frame[] {
  const { thinking, pieces, usage } = answer;
  let nextIndex = 0;
  const frames: Frame[] = [jsonFrame('role', { role: 'assistant' }, 'messageStart')];
  if (thinking.length > 0) {
    const contentBlockIndex = nextIndex++;
    frames.push(
      ...thinking.map(text => delta('thinking', { contentBlockIndex }, { reasoningContent: { text } })),
      delta('thinking', { contentBlockIndex }, { reasoningContent: { signature: 'c2lt' } }),
      stop({ contentBlockIndex }),
    );
  }
  if (pieces.length > 0) {
    const contentBlockIndex = nextIndex++;
    frames.push(...pieces.map(text => delta('text', { contentBlockIndex }, { text })), stop({ contentBlockIndex }));
  }
  frames.push(
    ...toolFrames(answer, nextIndex),
    jsonFrame('finish', { stopReason: stopReason(answer.finish) }, 'messageStop'),
    jsonFrame('end', { ...(usage && { usage: usageDocument(usage) }), metrics: { latencyMs: 12 } }, 'metadata'),
  );
  return frames;
}

/** A frame in its bytes. What Converse has no event for goes as an event that no caller knows. */
export function encodeBedrockFrame({ kind, event, data }: Frame): Buffer {
  const type = event ?? 'keepAlive';
  const isError = kind === 'error';
  return encodeMessage(
    [
      [isError ? ':exception-type' : ':event-type', type],
      [':content-type', 'application/json'],
      [':message-type', isError ? 'exception' : 'event'],
    ],
    Buffer.from(kind === 'comment' ? '{}' : data),
  );
}

/** One way only: nothing of {@link Framing} has a counterpart in binary messages. */
export const bedrockEncoding = {
  contentType: 'application/vnd.amazon.eventstream',
  encode: (frame: Frame, _framing: Framing): Buffer => encodeBedrockFrame(frame),
};

type Place = { readonly contentBlockIndex?: number };

function toolFrames({ toolCalls, toolDeltas }: Answer, firstIndex: number): readonly Frame[] {
  const calls = toolCalls.map((call, position) => framesOfCall(call, firstIndex + position, toolDeltas));
  if (toolDeltas !== 'interleaved') return calls.flat();
  const longest = Math.max(0, ...calls.map(frames => frames.length));
  return Array.from({ length: longest }, (_, at) => calls.flatMap(frames => frames.slice(at, at + 1))).flat();
}

function framesOfCall(call: AnswerToolCall, contentBlockIndex: number, shape: ToolDeltaShape): readonly Frame[] {
  const place: Place = shape === 'missing-index' ? {} : { contentBlockIndex };
  const identity = shape === 'missing-id' ? {} : { toolUseId: call.id };
  const repeated = shape === 'repeated-id' ? { toolUseId: call.id, name: call.name } : {};
  const pieces = shape === 'whole' ? [call.argumentsText] : ['', ...cutText(call.argumentsText, ARGUMENT_CHARACTERS)];
  const start = { toolUse: { ...identity, name: call.name } };
  return [
    jsonFrame('tool', { ...place, start }, 'contentBlockStart'),
    ...pieces.map(input => delta('tool', place, { toolUse: { ...repeated, input } })),
    stop(place),
  ];
}

function delta(kind: 'text' | 'thinking' | 'tool', place: Place, content: object): Frame {
  return jsonFrame(kind, { ...place, delta: content }, 'contentBlockDelta');
}

function stop(place: Place): Frame {
  return jsonFrame('close-block', place, 'contentBlockStop');
}
