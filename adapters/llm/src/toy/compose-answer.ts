import type { Citation } from '@naru/language-model';
import { choosePassages, type ChosenPassage } from './choose-passages.ts';
import { chooseTool } from './choose-tool.ts';
import { describeResults } from './describe-result.ts';
import type { ToyAnswer, ToyRequest } from './toy-wire.ts';

/** What is said when there is nothing to answer from (S-RAG-1). */
export const NO_EVIDENCE_SENTENCE = '죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다.';
const OPENING = '네, 안내해 드리겠습니다.';

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
  return say(`${OPENING} ${chosen.map(cited).join(' ')}`.replaceAll(/ *\n */g, '\n'), chosen.map(toCitation));
}

function say(text: string, citations: readonly Citation[] = []): ToyAnswer {
  return { kind: 'text', text: text.trim(), citations };
}

function cited({ text, items, heading, title, sourceNumber }: ChosenPassage): string {
  if (!items) return `${/[.!。]$/.test(text) ? text : `${text}.`} [${sourceNumber}]`;
  return `\n\n${heading || title} 안내입니다. [${sourceNumber}]\n${items.map(item => `- ${item}`).join('\n')}\n\n`;
}

function toCitation({ sourceId, text, items }: ChosenPassage): Citation {
  return { sourceId, quote: items?.[0] ?? text };
}
