import type { Message } from '@naru/language-model';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

/** Turns read beyond those needed, since those without an answer do not count. */
const SPARE_TURNS = 5;

/**
 * The conversation before this turn, as the model is to see it: at most `settings.historyMessages` messages,
 * oldest first, beginning with a question. What the customer saw counts, also where it was stopped, cut off or
 * blocked; a question that got no word in answer does not. Making an answer again looks at what came before it.
 */
export async function loadHistory(turn: TurnRecord, { turns, settings, clock }: TurnDeps): Promise<readonly Message[]> {
  const pairs = Math.floor(settings.historyMessages / 2);
  const recent = await turns.list(turn.sessionId, pairs + SPARE_TURNS, clock.now());
  return beforeReplaced(recent, turn)
    .filter(earlier => earlier.id !== turn.id)
    .map(messagesOf)
    .filter(messages => messages.length > 0)
    .slice(-pairs)
    .flat();
}

function beforeReplaced(recent: readonly TurnRecord[], { replacesTurnId }: TurnRecord): readonly TurnRecord[] {
  const index = recent.findIndex(({ id }) => id === replacesTurnId);
  return index === -1 ? recent : recent.slice(0, index);
}

function messagesOf({ userText, state }: TurnRecord): readonly Message[] {
  if (state.name !== 'ended' || state.result.text === '') return [];
  return [
    { role: 'user', text: userText },
    { role: 'assistant', text: state.result.text },
  ];
}
