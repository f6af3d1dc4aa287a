import type { ReviewedTurn, SessionStore, TurnReviewer, TurnStore } from '@naru/chat';
import { ownerKey, type Owner } from '@naru/chat';
import type { Clock } from '@naru/kernel';
import {
  QualityTracker,
  supportIntent,
  type AnsweredTurn,
  type FeedbackKind,
  type FeedbackStore,
  type QualitySink,
} from '@naru/support';

/** What a customer says of an answer by a press; false where there is no such answer of theirs. */
export type TakeFeedback = (owner: Owner, said: SaidOfAnswer) => Promise<boolean>;

export interface SaidOfAnswer {
  readonly chatId: string;
  readonly messageId: string;
  readonly kind: FeedbackKind;
}

export interface QualityParts {
  readonly sink: QualitySink;
  readonly feedback: FeedbackStore;
  readonly sessions: Pick<SessionStore, 'find'>;
  readonly turns: Pick<TurnStore, 'findByMessage'>;
  readonly clock: Clock;
}

export interface BuiltQuality {
  readonly reviewer: TurnReviewer;
  readonly takeFeedback: TakeFeedback;
  readonly tracker: QualityTracker;
}

/** Lets the support assistant's answers be judged, and the router hear what they are worth (S-QLT-1). */
export function buildQuality({ sink, feedback, sessions, turns, clock }: QualityParts): BuiltQuality {
  const tracker = new QualityTracker({ sink, clock });
  return {
    tracker,
    reviewer: {
      review(turn) {
        if (turn.assistant === 'support') tracker.hear(toAnsweredTurn(turn));
      },
    },
    async takeFeedback(owner, { chatId, messageId, kind }) {
      const key = ownerKey(owner);
      const session = await sessions.find(key, chatId);
      const turn = session && (await turns.findByMessage(session.id, messageId));
      if (!session || turn?.state.name !== 'ended') return false;
      const said = { sessionId: session.id, messageId, ownerKey: key, kind, atMs: clock.now() };
      const before = await feedback.put(said);
      // Pressed again without a change, it says nothing new.
      if (before?.kind !== kind) tracker.hearFeedback(session.id, messageId, kind);
      return true;
    },
  };
}

function toAnsweredTurn({ sessionId, messageId, intent, question, citedTexts, result }: ReviewedTurn): AnsweredTurn {
  const known = intent ?? supportIntent(question).intent;
  const answered = { sessionId, messageId, intent, question, citedTexts, answer: result.text };
  const provider = result.finish === 'stopped' ? undefined : result.served?.provider;
  return { ...answered, provider, kind: kindOf(known, result) };
}

function kindOf(intent: string, { status, finish }: ReviewedTurn['result']): AnsweredTurn['kind'] {
  if (intent === 'TICKET_CREATE') return 'ticket';
  if (intent === 'SMALL_TALK' || intent === 'TICKET_STATUS' || finish === 'stopped') return 'aside';
  return status === 'ok' || status === 'needs_input' ? 'answered' : 'unsupported';
}
