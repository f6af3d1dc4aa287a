import type { UnifiedFinishReason } from '@naru/language-model';
import type { FixedAnswer } from '../assistant/assistant.ts';
import type { ChatFailure } from '../chat-error.ts';
import type { EndCause } from './running-turn.ts';

/** How the making of an answer came to its end. */
export type AnswerEnd =
  /** The model said what it had to say. */
  | { readonly kind: 'said'; readonly finishReason: SaidReason }
  | { readonly kind: 'fixed'; readonly answer: FixedAnswer }
  /** No provider answered, one broke, or we did. */
  | { readonly kind: 'failed'; readonly failure: ChatFailure }
  /** A provider's content filter stepped in. */
  | { readonly kind: 'filtered' }
  | { readonly kind: 'too-many-steps'; readonly used: number; readonly limit: number }
  | { readonly kind: 'cut'; readonly cause: EndCause };

export type SaidReason = Exclude<UnifiedFinishReason, 'content-filter' | 'tool-calls'>;
