import type { TurnStore } from '@naru/chat';
import type { AskModel, Assistant } from '@naru/chat/assistant';
import type { Clock } from '@naru/kernel';
import { estimateTokens, type CallMode, type Message } from '@naru/language-model';
import { featuresOf, type RequestNeeds } from '@naru/router';

/** What a customer might ask, and in which conversation. */
export interface AskedQuestion {
  readonly query: string;
  readonly mode: CallMode;
  /** Of a conversation that is there; its earlier messages count. */
  readonly sessionId: string | undefined;
}

export type NeedsOfQuestion = (question: AskedQuestion) => Promise<RequestNeeds>;

export interface NeedsOfQuestionDeps {
  /** The first is the default; its prompt is counted. */
  readonly assistants: readonly Assistant[];
  readonly turns: Pick<TurnStore, 'list'>;
  /** Earlier messages that the assistant is given, at most. */
  readonly historyMessages: number;
  readonly clock: Clock;
}

const NOBODY = { kind: 'anonymous', anonymousId: 'explain' } as const;

/**
 * What a question would need of a provider, by the assistant's own prompt: rules, sources, history, answer. Nothing is
 * asked and nothing changes. A question that no model would be asked needs what its own words do.
 */
export function needsOfQuestion({ assistants, turns, historyMessages, clock }: NeedsOfQuestionDeps): NeedsOfQuestion {
  async function historyOf(sessionId: string | undefined): Promise<readonly Message[]> {
    if (sessionId === undefined) return [];
    const recent = await turns.list(sessionId, Math.floor(historyMessages / 2), clock.now());
    return recent.flatMap(({ userText, state }): readonly Message[] =>
      state.name !== 'ended' || state.result.text === ''
        ? []
        : [
            { role: 'user', text: userText },
            { role: 'assistant', text: state.result.text },
          ],
    );
  }

  return async ({ query, mode, sessionId }) => {
    const preparation = await assistants[0]?.prepare({
      owner: NOBODY,
      sessionId: sessionId ?? 'explain',
      text: query.trim(),
      history: await historyOf(sessionId),
      unresolved: undefined,
      requestId: 'explain',
      traceId: 'explain',
      nowMs: clock.now(),
      signal: new AbortController().signal,
    });
    return preparation?.kind === 'ask-model'
      ? needsOf(preparation, mode)
      : { tools: false, vision: false, contextTokens: estimateTokens(query) };
  };
}

/** As the router counts a call. */
function needsOf({ messages, sources, tools, settings }: AskModel, mode: CallMode): RequestNeeds {
  const call = {
    prompt: { messages, sources },
    tools,
    settings: { ...settings, mode },
    signal: new AbortController().signal,
    labels: { requestId: 'explain', traceId: 'explain' },
  };
  return featuresOf(call, 'explain').needs;
}
