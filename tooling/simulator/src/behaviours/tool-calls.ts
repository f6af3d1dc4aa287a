import type { Answer, AnswerToolCall } from '../answers/answer.ts';
import { callOf, withToolCalls, withUsage } from '../answers/write-answer.ts';
import type { RequestFacts, ToolFacts } from '../protocols/request-facts.ts';
import { defineBehaviour } from './behaviour.ts';
import { either, oneOf, orBare, someText, wholeNumber } from './forms.ts';

export const toolCall = defineBehaviour({
  does: 'Calls a tool of the request: the named one, or the first.',
  form: orBare(someText(64), ''),
  examples: [true, 'find_seats'],
  hooks: name => ({
    answer: (answer, { facts }) => {
      const tool = name === '' ? facts.tools[0] : toolNamed(facts, name);
      return tool ? withUsage(withToolCalls({ ...answer, pieces: [] }, [callOf(tool, answer.id, 0)]), facts) : answer;
    },
  }),
});

export const toolCount = defineBehaviour({
  does: 'Calls so many tools in one answer, going round those of the request.',
  form: wholeNumber(1, 100),
  examples: [2],
  hooks: count => ({ answer: (answer, { facts }) => withCalls(answer, facts, count) }),
});

export const toolText = defineBehaviour({
  does: 'Says this text before the tool call.',
  form: someText(),
  examples: ['찾아보겠습니다.'],
  hooks: text => ({ answer: (answer, { facts }) => withUsage({ ...answer, pieces: [text] }, facts) }),
});

export const toolArguments = defineBehaviour({
  does: 'Gives the calls these arguments: an empty text, JSON that breaks off, what is no JSON, a list, or this text.',
  form: either(oneOf('empty', 'truncated', 'invalid', 'list'), someText(100_000)),
  examples: ['empty', 'truncated', 'invalid', 'list', '{"seat":"A-1"}'],
  hooks: way => ({
    answer: (answer, { facts }) => {
      const calling = answer.toolCalls.length > 0 ? answer : withCalls(answer, facts, 1);
      return {
        ...calling,
        toolCalls: calling.toolCalls.map(call => ({ ...call, argumentsText: argumentsFor(way, call) })),
      };
    },
  }),
});

export const toolDeltas = defineBehaviour({
  does:
    'Streams tool calls in another shape: each whole in one frame, two interleaved, without index, without id, ' +
    'or with id and name repeated in every frame.',
  form: oneOf('whole', 'interleaved', 'missing-index', 'missing-id', 'repeated-id'),
  examples: ['whole', 'interleaved', 'missing-index', 'missing-id', 'repeated-id'],
  hooks: shape => ({
    answer: (answer, { facts }) => {
      const needed = shape === 'interleaved' ? 2 : 1;
      const calling = answer.toolCalls.length >= needed ? answer : withCalls(answer, facts, needed);
      return { ...calling, toolDeltas: shape };
    },
  }),
});

function withCalls(answer: Answer, facts: RequestFacts, count: number): Answer {
  if (facts.tools.length === 0) return answer;
  const calls = Array.from({ length: count }, (_, position) => {
    const kept = answer.toolCalls[position];
    const tool = facts.tools[position % facts.tools.length];
    return kept ? [kept] : tool ? [callOf(tool, answer.id, position)] : [];
  }).flat();
  const pieces = answer.toolCalls.length > 0 ? answer.pieces : [];
  return withUsage(withToolCalls({ ...answer, pieces }, calls), facts);
}

function toolNamed({ tools }: RequestFacts, name: string): ToolFacts {
  // A model may well call a tool that does not exist.
  return tools.find(tool => tool.name === name) ?? { name, inputSchema: {} };
}

function argumentsFor(way: string, { argumentsText }: AnswerToolCall): string {
  switch (way) {
    case 'empty':
      return '';
    case 'truncated':
      return argumentsText.length > 2 ? argumentsText.slice(0, -2) : '{"seat": "A-';
    case 'invalid':
      return '{seat: five, }';
    case 'list':
      return '[]';
    default:
      return way;
  }
}
