import type { Message } from '@naru/language-model';
import type { CachedTurn } from '../ports/session-cache.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

/**
 * The conversation before this turn, as the model is to see it: at most `settings.historyMessages` messages,
 * oldest first, beginning with a question. What the customer saw counts, also where it was stopped, cut off or
 * blocked; a question that got no word in answer does not. Making an answer again looks at what came before it.
 */
export function historyOf(
  recent: readonly CachedTurn[],
  turn: TurnRecord,
  { settings }: Pick<TurnDeps, 'settings'>,
): readonly Message[] {
  return beforeReplaced(recent, turn)
    .filter(({ turnId, answer }) => turnId !== turn.id && answer !== '')
    .slice(-Math.floor(settings.historyMessages / 2))
    .flatMap(({ question, answer }): Message[] => [
      { role: 'user', text: question },
      { role: 'assistant', text: answer },
    ]);
}

function beforeReplaced(recent: readonly CachedTurn[], { replacesTurnId }: TurnRecord): readonly CachedTurn[] {
  const index = recent.findIndex(({ turnId }) => turnId === replacesTurnId);
  return index === -1 ? recent : recent.slice(0, index);
}
