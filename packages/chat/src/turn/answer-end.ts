import type { FailedAttempt, UnifiedFinishReason } from '@naru/language-model';
import type { FixedAnswer } from '../assistant/assistant.ts';
import type { TicketNotice } from '../assistant/ticket-notice.ts';
import type { ChatErrorCode, ChatFailure } from '../chat-error.ts';
import type { OutputRuleName } from '../guards/output/output-rule.ts';
import type { CachedAnswer } from '../ports/semantic-cache.ts';
import type { EndCause } from './running-turn.ts';

/** How the making of an answer came to its end. */
export type AnswerEnd =
  /** The model said what it had to say. */
  | { readonly kind: 'said'; readonly finishReason: SaidReason }
  | { readonly kind: 'fixed'; readonly answer: FixedAnswer }
  /** The same question was answered before. */
  | { readonly kind: 'cached'; readonly answer: CachedAnswer }
  /** No provider answered, one broke, or we did. */
  | { readonly kind: 'failed'; readonly failure: ChatFailure; readonly outage?: Outage | undefined }
  /** Nobody could answer, and a person goes on. */
  | {
      readonly kind: 'handed-over';
      readonly reasonCode: ChatErrorCode;
      readonly ticket: TicketNotice;
      readonly retryAfterMs: number | undefined;
    }
  /** The output guard stepped in, or a provider's content filter. `isWithdrawn`: nothing of it is seen any more. */
  | {
      readonly kind: 'blocked';
      readonly by: BlockedBy;
      readonly isWithdrawn: boolean;
      readonly outage?: Outage | undefined;
    }
  | { readonly kind: 'too-dear'; readonly usedMicros: number; readonly limitMicros: number }
  | { readonly kind: 'too-many-steps'; readonly used: number; readonly limit: number }
  | { readonly kind: 'cut'; readonly cause: EndCause };

export type SaidReason = Exclude<UnifiedFinishReason, 'content-filter' | 'tool-calls'>;

/** Which of our rules, or the provider's filter. */
export type BlockedBy = OutputRuleName | 'content-filter';

/** That nobody answered, or nobody may, and the policy wants a person to go on (R-FO-9). */
export interface Outage {
  readonly attempts: readonly FailedAttempt[];
}
