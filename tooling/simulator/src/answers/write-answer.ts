import { lastText, type RequestFacts, type ToolFacts } from '../protocols/request-facts.ts';
import type { Answer, AnswerToolCall } from './answer.ts';
import { citeSource } from './cite-source.ts';
import { countTokens } from './count-tokens.ts';
import { cutWords } from './cut-text.ts';
import { sampleArguments } from './sample-arguments.ts';
import { supportSentences } from './support-sentences.ts';

export interface AnswerIdentity {
  readonly id: string;
  readonly createdAtMs: number;
}

/** What a healthy provider says: the same answer for the same request, apart from id and time. */
export function writeAnswer(facts: RequestFacts, { id, createdAtMs }: AnswerIdentity): Answer {
  const tool = forcedTool(facts);
  const answer: Answer = {
    id,
    model: facts.model,
    createdAtMs,
    thinking: [],
    pieces: [],
    toolCalls: [],
    toolDeltas: 'usual',
    finish: 'stop',
    usage: undefined,
    citations: [],
  };
  if (tool) return withUsage(withToolCalls(answer, [callOf(tool, id, 0)]), facts);
  const question = lastText(facts, 'user');
  const result = facts.messages.at(-1)?.role === 'tool' ? lastText(facts, 'tool') : undefined;
  if (result !== undefined)
    return withUsage(withText(answer, `확인한 결과를 알려 드립니다. ${result.slice(0, 300)}`), facts);
  const cited = citeSource(facts.sources, question);
  if (!cited) return withUsage(withText(answer, supportSentences(question)), facts);
  return withUsage({ ...withText(answer, cited.text), citations: [cited.citation] }, facts);
}

/** The same answer with another text. */
export function withText(answer: Answer, text: string): Answer {
  return { ...answer, pieces: cutWords(text) };
}

/** The same answer with tool calls and the finish reason that goes with them. */
export function withToolCalls(answer: Answer, toolCalls: readonly AnswerToolCall[]): Answer {
  return { ...answer, toolCalls, finish: 'tool-calls' };
}

/** A call of a tool with arguments that fit its schema. */
export function callOf(tool: ToolFacts, answerId: string, position: number): AnswerToolCall {
  return {
    id: `call_${answerId}_${position}`,
    name: tool.name,
    argumentsText: JSON.stringify(sampleArguments(tool.inputSchema)),
  };
}

/** Counts the tokens anew, after the answer was changed. */
export function withUsage(answer: Answer, facts: RequestFacts): Answer {
  const input = facts.messages.map(({ text }) => text).join('\n') + facts.sources.map(({ text }) => text).join('\n');
  const output =
    answer.thinking.join('') + answer.pieces.join('') + answer.toolCalls.map(call => call.argumentsText).join('');
  const usage = {
    inputTokens: countTokens(input),
    outputTokens: Math.max(1, countTokens(output)),
    place: 'usual' as const,
  };
  return { ...answer, usage };
}

function forcedTool({ tools, toolChoice }: RequestFacts): ToolFacts | undefined {
  if (toolChoice === 'required') return tools[0];
  return typeof toolChoice === 'object' ? tools.find(({ name }) => name === toolChoice.tool) : undefined;
}
