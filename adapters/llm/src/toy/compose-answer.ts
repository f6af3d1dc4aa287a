import type { Citation } from '@naru/language-model';
import { choosePassages, type ChosenPassage } from './choose-passages.ts';
import { chooseTool } from './choose-tool.ts';
import { describeResults } from './describe-result.ts';
import { matchingItems } from './matching-items.ts';
import type { ToyAnswer, ToyRequest } from './toy-wire.ts';

/** What is said when there is nothing to answer from (S-RAG-1). */
export const NO_EVIDENCE_SENTENCE = '죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다.';

/**
 * Answers by rule, the same for the same request: from tool results if there are any, else by calling a tool
 * that fits, else from the sources in their own words, else with the sentence that says there is nothing.
 */
export function composeAnswer(request: ToyRequest): ToyAnswer {
  if (request.toolResults.length > 0) return say(describeResults(request.toolResults));
  const toolCall = chooseTool(request);
  if (toolCall) return { kind: 'tool-call', toolCall };
  const chosen = choosePassages(request.question, request.sources);
  if (chosen.length === 0) return say(NO_EVIDENCE_SENTENCE);
  const text = chosen.map(passage => cited(passage, request.question)).join(' ');
  return say(text.replaceAll(/ *\n */g, '\n'), chosen.map(toCitation));
}

function say(text: string, citations: readonly Citation[] = []): ToyAnswer {
  return { kind: 'text', text: text.trim(), citations };
}

function cited(passage: ChosenPassage, question: string): string {
  const { text, items, sourceNumber } = passage;
  if (!items) return `${/[.!。]$/.test(text) ? text : `${text}.`} [${sourceNumber}]`;
  const lines = matchingItems(items, question).map(item => `- ${item}`);
  return `\n\n${withTopicParticle(matterOf(passage))} 다음과 같습니다. [${sourceNumber}]\n${lines.join('\n')}\n\n`;
}

/** What a list is of: the heading above it, else the last part of its source's title (`환불 시기 › 환불 기간`). */
function matterOf({ heading, title }: ChosenPassage): string {
  return heading || (title.split('›').at(-1)?.trim() ?? title);
}

const HANGUL_START = 0xac00;
const HANGUL_END = 0xd7a3;
const FINALS = 28;

function withTopicParticle(noun: string): string {
  const code = noun.codePointAt(noun.length - 1) ?? 0;
  const isHangul = code >= HANGUL_START && code <= HANGUL_END;
  const hasFinal = isHangul && (code - HANGUL_START) % FINALS !== 0;
  return `${noun}${hasFinal ? '은' : '는'}`;
}

function toCitation({ sourceId, text, items }: ChosenPassage): Citation {
  return { sourceId, quote: items?.[0] ?? text };
}
