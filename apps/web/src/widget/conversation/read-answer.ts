import {
  citationsDataSchema,
  guardDataSchema,
  handoffDataSchema,
  ticketDataSchema,
  type Citation,
  type GuardData,
  type HandoffData,
  type TicketData,
} from '@naru/api-contract';
import type { ChatMessage } from './chat-message.ts';

/** How an answer ended, as far as the customer should know. */
export type AnswerEnding = 'complete' | 'stopped' | 'interrupted' | 'guarded' | 'blocked';

/** A message as it is shown. */
export interface Answer {
  /** One for each text part, in order. Empty where a guard withdrew what was said. */
  readonly texts: readonly string[];
  readonly citations: readonly Citation[];
  readonly ending: AnswerEnding;
  /** The sentence of the guard that ended the answer. */
  readonly guard: GuardData | undefined;
  /** The ticket that it opened or speaks of. */
  readonly ticket: TicketData | undefined;
  /** A person takes over. */
  readonly handoff: HandoffData | undefined;
}

/** Takes the parts that are known and well-formed; anything else is passed over, never thrown about. */
export function readAnswer(message: ChatMessage): Answer {
  const guard = lastParsed(message, 'data-guard', data => guardDataSchema.safeParse(data).data);
  const citations = lastParsed(message, 'data-citations', data => citationsDataSchema.safeParse(data).data);
  const ticket = lastParsed(message, 'data-ticket', data => ticketDataSchema.safeParse(data).data);
  const handoff = lastParsed(message, 'data-handoff', data => handoffDataSchema.safeParse(data).data);
  const isWithdrawn = guard?.kind === 'content' || message.metadata?.finish === 'blocked';
  const texts = message.parts.flatMap(part => (part.type === 'text' && part.text !== '' ? [part.text] : []));
  return {
    // What stays in history for a blocked answer is the fixed sentence; a stream may still hold more than that.
    texts: isWithdrawn ? [] : texts,
    citations: isWithdrawn ? [] : uniqueByNumber(citations?.items ?? []),
    ending: isWithdrawn ? 'blocked' : endingOf(message, guard),
    guard,
    ticket,
    handoff,
  };
}

/** The whole answer as text, for the clipboard. */
export function answerText({ texts }: Answer): string {
  return texts.join('\n\n').replaceAll(/ ?\[\d{1,2}\]/g, '');
}

export function questionText(message: ChatMessage): string {
  return message.parts.map(part => (part.type === 'text' ? part.text : '')).join('');
}

function endingOf({ metadata }: ChatMessage, guard: GuardData | undefined): AnswerEnding {
  if (metadata?.finish !== undefined) return metadata.finish;
  return guard ? 'guarded' : 'complete';
}

function lastParsed<Value>(
  { parts }: ChatMessage,
  type: 'data-guard' | 'data-citations' | 'data-ticket' | 'data-handoff',
  parse: (data: unknown) => Value | undefined,
): Value | undefined {
  const part = parts.findLast(candidate => candidate.type === type);
  return part && 'data' in part ? parse(part.data) : undefined;
}

function uniqueByNumber(items: readonly Citation[]): readonly Citation[] {
  return [...new Map(items.map(item => [item.n, item])).values()].sort((a, b) => a.n - b.n);
}
