import type { Answer, AnswerToolCall, ToolDeltaShape } from '../../answers/answer.ts';
import { cutText } from '../../answers/cut-text.ts';

interface ToolDelta {
  readonly index?: number;
  readonly id?: string;
  readonly type?: 'function';
  readonly function: { readonly name?: string; readonly arguments: string };
}

const ARGUMENT_CHARACTERS = 8;

/** The tool calls as deltas, in the shape that the answer asks for. */
export function openaiToolDeltas({ toolCalls, toolDeltas }: Answer): readonly ToolDelta[] {
  const calls = toolCalls.map((call, index) => deltasOfCall(call, index, toolDeltas));
  return toolDeltas === 'interleaved' ? interleave(calls) : calls.flat();
}

function deltasOfCall(call: AnswerToolCall, index: number, shape: ToolDeltaShape): readonly ToolDelta[] {
  const place = shape === 'missing-index' ? {} : { index };
  const identity = shape === 'missing-id' ? {} : { id: call.id, type: 'function' as const };
  const opening = { ...place, ...identity };
  if (shape === 'whole') return [{ ...opening, function: { name: call.name, arguments: call.argumentsText } }];
  // Without an index only the id can tell the calls apart, so it comes with every delta, as Gemini's face does.
  const repeated = shape === 'repeated-id' || shape === 'missing-index';
  const later = repeated ? { ...place, ...identity } : place;
  return [
    { ...opening, function: { name: call.name, arguments: '' } },
    ...cutText(call.argumentsText, ARGUMENT_CHARACTERS).map(text => ({
      ...later,
      function: shape === 'repeated-id' ? { name: call.name, arguments: text } : { arguments: text },
    })),
  ];
}

function interleave(calls: readonly (readonly ToolDelta[])[]): readonly ToolDelta[] {
  const longest = Math.max(0, ...calls.map(deltas => deltas.length));
  return Array.from({ length: longest }, (_, position) =>
    calls.flatMap(deltas => deltas.slice(position, position + 1)),
  ).flat();
}
