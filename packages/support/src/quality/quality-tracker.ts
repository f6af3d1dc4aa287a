import type { Clock } from '@naru/kernel';
import type { QualitySignal, QualitySink } from '../ports/quality-sink.ts';
import { asksAgain, saysSolved } from './asks-again.ts';
import type { FeedbackKind } from './feedback.ts';
import { actionability, groundedness } from './score-answer.ts';

/** A turn that has ended, as far as its worth can be seen in it. */
export interface AnsweredTurn {
  readonly sessionId: string;
  readonly messageId: string;
  readonly intent: string | undefined;
  readonly question: string;
  readonly answer: string;
  readonly citedTexts: readonly string[];
  /** Missing: no provider answered. */
  readonly provider: string | undefined;
  /** `unsupported`: a fallback; `ticket`: one was opened or wished for; `aside`: small talk and the like. */
  readonly kind: 'answered' | 'unsupported' | 'ticket' | 'aside';
}

export interface QualityTrackerDeps {
  readonly sink: QualitySink;
  readonly clock: Clock;
  /** How long an answer may turn out not to have helped; default ten minutes. */
  readonly windowMs?: number;
}

interface Pending {
  readonly sessionId: string;
  readonly messageId: string;
  readonly question: string;
  readonly dueAtMs: number;
}

type Answerer = Pick<QualitySignal, 'provider' | 'intent'>;

const WINDOW_MS = 600_000;
const MAX_PENDING = 10_000;
const MAX_ANSWERS = 2 * MAX_PENDING;

/**
 * Says what each provider's answers are worth (S-QLT-1). How grounded and how actionable an answer is shows at once;
 * whether it resolved the matter shows in what the customer does next: a re-inquiry, a fallback or a ticket within the
 * window says no, moving on, thanks, or silence until its end says yes, and a press of a button says it outright.
 * Keeps words in memory until then, and gives none away. Looks at what is due whenever it hears something.
 */
export class QualityTracker {
  readonly #deps: QualityTrackerDeps;
  /** By session, the longest waiting first. */
  readonly #pending = new Map<string, Pending>();
  /** By message. */
  readonly #answers = new Map<string, Answerer>();

  constructor(deps: QualityTrackerDeps) {
    this.#deps = deps;
  }

  hear(turn: AnsweredTurn): void {
    this.#settleDue();
    this.#judgeBefore(turn);
    const { provider, intent } = turn;
    if (provider === undefined || intent === undefined || turn.kind === 'ticket' || turn.kind === 'aside') return;
    remember(this.#answers, turn.messageId, { provider, intent }, MAX_ANSWERS);
    this.#tell(turn.messageId, 'groundedness', groundedness(turn.answer, turn.citedTexts));
    this.#tell(turn.messageId, 'actionability', actionability(turn.answer));
    if (turn.kind === 'unsupported') {
      this.#tell(turn.messageId, 'resolution', 0);
      return;
    }
    const { sessionId, messageId, question } = turn;
    const dueAtMs = this.#deps.clock.monotonicMs() + (this.#deps.windowMs ?? WINDOW_MS);
    const dropped = remember(this.#pending, sessionId, { sessionId, messageId, question, dueAtMs }, MAX_PENDING);
    if (dropped) this.#tell(dropped.messageId, 'resolution', 1);
  }

  /** What the customer says of an answer outright, whatever was concluded before. */
  hearFeedback(sessionId: string, messageId: string, kind: FeedbackKind): void {
    this.#settleDue();
    if (this.#pending.get(sessionId)?.messageId === messageId) this.#pending.delete(sessionId);
    this.#tell(messageId, 'resolution', kind === 'down' ? 0 : 1);
  }

  /** A ticket was opened beside the chat: what was answered last did not do. */
  hearTicket(sessionId: string): void {
    this.#settleDue();
    this.#settle(sessionId, 0);
  }

  #judgeBefore({ sessionId, question, kind }: AnsweredTurn): void {
    const pending = this.#pending.get(sessionId);
    if (!pending) return;
    if (kind === 'ticket' || kind === 'unsupported') this.#settle(sessionId, 0);
    else if (saysSolved(question)) this.#settle(sessionId, 1);
    else if (kind === 'answered') this.#settle(sessionId, asksAgain(pending.question, question) ? 0 : 1);
  }

  #settleDue(): void {
    const nowMs = this.#deps.clock.monotonicMs();
    for (const { sessionId, dueAtMs } of this.#pending.values()) {
      if (dueAtMs > nowMs) return;
      this.#settle(sessionId, 1);
    }
  }

  #settle(sessionId: string, value: 0 | 1): void {
    const pending = this.#pending.get(sessionId);
    if (!pending) return;
    this.#pending.delete(sessionId);
    this.#tell(pending.messageId, 'resolution', value);
  }

  /** Says nothing of an answer that is not remembered any more. */
  #tell(messageId: string, kind: QualitySignal['kind'], value: number): void {
    const answerer = this.#answers.get(messageId);
    if (answerer) this.#deps.sink.observe({ ...answerer, kind, value });
  }
}

/** Keeps the newest entries last. @returns the oldest, where there was one too many */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): Value | undefined {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return undefined;
  const [oldest] = map;
  map.delete(oldest![0]);
  return oldest![1];
}
