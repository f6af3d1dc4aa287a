import type { Answer, AnswerToolCall, ToolDeltaShape } from '../../answers/answer.ts';
import { cutText } from '../../answers/cut-text.ts';
import type { Frame, FrameKind } from '../frame.ts';

type Named = (kind: FrameKind, event: string, fields: object) => Frame;

const ARGUMENT_CHARACTERS = 8;

/** One block a call: start with id and name, the arguments as pieces of JSON text, stop. */
export function anthropicToolFrames(
  { toolCalls, toolDeltas }: Answer,
  firstIndex: number,
  named: Named,
): readonly Frame[] {
  const calls = toolCalls.map((call, position) => framesOfCall(call, firstIndex + position, toolDeltas, named));
  if (toolDeltas !== 'interleaved') return calls.flat();
  const longest = Math.max(0, ...calls.map(frames => frames.length));
  return Array.from({ length: longest }, (_, position) =>
    calls.flatMap(frames => frames.slice(position, position + 1)),
  ).flat();
}

function framesOfCall(call: AnswerToolCall, index: number, shape: ToolDeltaShape, named: Named): readonly Frame[] {
  const place = shape === 'missing-index' ? {} : { index };
  const identity = shape === 'missing-id' ? {} : { id: call.id };
  const pieces = shape === 'whole' ? [call.argumentsText] : ['', ...cutText(call.argumentsText, ARGUMENT_CHARACTERS)];
  const repeated = shape === 'repeated-id' ? { id: call.id, name: call.name } : {};
  return [
    named('tool', 'content_block_start', {
      ...place,
      content_block: { type: 'tool_use', ...identity, name: call.name, input: {} },
    }),
    ...pieces.map(text =>
      named('tool', 'content_block_delta', {
        ...place,
        ...repeated,
        delta: { type: 'input_json_delta', partial_json: text },
      }),
    ),
    named('close-block', 'content_block_stop', place),
  ];
}
