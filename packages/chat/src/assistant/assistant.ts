import type { Message, ModelSettings, Source, ToolDefinition } from '@naru/language-model';
import type { Owner } from '../owner.ts';
import type { TicketNotice } from './ticket-notice.ts';

/** Says what a turn is about. The engine runs turns and knows no assistant by name. */
export interface Assistant {
  /** Lower-case; also the name of its routing policy. */
  readonly name: string;
  /** Raised when prompts or fixed sentences change, so that no stored answer outlives them. */
  readonly promptVersion: string;
  /** Names the state of what it draws on; another one, and no stored answer is given again. Missing: it draws on nothing. */
  contextVersion?(): string;
  /**
   * Looks at the customer's message and says how to answer it. Called once for each turn, before any model.
   * Must not change the world: a turn may be refused after it.
   */
  prepare(question: AssistantQuestion): Promise<Preparation>;
}

export interface AssistantQuestion {
  readonly owner: Owner;
  readonly sessionId: string;
  /**
   * The client's own name for the conversation, such as `report:sales-2026-10`, by which it may say what it is about;
   * missing where the client took ours. Anybody's word: 1 to 200 characters.
   */
  readonly conversationName?: string;
  /** Trimmed, 1 to 2,000 characters. */
  readonly text: string;
  /** Earlier messages, oldest first, without the present one. */
  readonly history: readonly Message[];
  /** The last question of this conversation that got no supported answer. */
  readonly unresolved: { readonly query: string; readonly reasonCode: string } | undefined;
  readonly requestId: string;
  readonly traceId: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

export type Preparation = AskModel | FixedAnswer | ActOnce;

/** The model answers, from the prompt and, where there are sources, from those. */
export interface AskModel {
  readonly kind: 'ask-model';
  readonly intent: string;
  readonly risk: 'normal' | 'high';
  /** System text first; history and the customer's message are put behind it by the assistant. */
  readonly messages: readonly Message[];
  /** Numbered from 1 in this order. An answer that cites none of them counts as unsupported. */
  readonly sources: readonly CitableSource[];
  /**
   * Further texts that the answer may repeat and take its figures from, such as the state of a booking or the
   * sections of a report that stand in the prompt. The output guard blocks a figure that neither these nor sources,
   * tool results and the customer's message hold, and takes any other words of a system message for a leak.
   */
  readonly grounds?: readonly string[];
  readonly tools: readonly AssistantTool[];
  readonly settings: Omit<ModelSettings, 'mode'>;
  /** Steps of the tool loop beyond the first model call. */
  readonly maxToolDepth: number;
  /**
   * True where the answer would be the same for everybody who asks this: it rests on neither history, person nor
   * session. Such an answer may be kept and given again. Ignored where there are tools or history. Missing: false.
   */
  readonly isForEverybody?: boolean;
}

/**
 * The assistant itself does something in the world, such as opening a ticket, and then says its sentence. No model
 * is called. Run at most once for each turn, after the turn was admitted.
 */
export interface ActOnce {
  readonly kind: 'act-once';
  readonly intent: string;
  /** A throw is a fault: the customer is told that the turn failed. What can be foreseen is a `FixedAnswer`. */
  run(context: ToolContext): Promise<FixedAnswer>;
}

/** A sentence of the assistant's own; no model is called. */
export interface FixedAnswer {
  readonly kind: 'fixed-answer';
  readonly intent: string;
  readonly text: string;
  readonly status: 'ok' | 'needs_input' | 'insufficient_evidence';
  readonly reasonCode: string;
  readonly nextAction: NextAction;
  readonly citations: readonly SourceCitation[];
  /** What the answer says of the system itself rather than of an article, such as a cooldown that still runs. */
  readonly systemCitations?: readonly SystemCitation[];
  /** The ticket that was opened, found again or refused. */
  readonly ticket?: TicketNotice;
  readonly retryAfterMs?: number;
  /** True where the customer's open matter is taken care of: fallback counter and unresolved context are cleared. */
  readonly settlesMatter?: boolean;
}

/** Where a sentence about the system itself comes from. */
export interface SystemCitation {
  /** Such as `ticket_create_cooldown`. */
  readonly source: string;
  /** The operation it speaks of, such as `POST /api/v1/support/tickets`. */
  readonly endpoint: string;
  readonly snippet: string;
}

export type NextAction = 'NONE' | 'RETRY' | 'REFINE_QUERY' | 'PROVIDE_REQUIRED_INFO' | 'OPEN_SUPPORT_TICKET';

/** A source with what a citation of it shows. */
export interface CitableSource extends Source {
  readonly docId: string;
  readonly anchor: string;
  readonly quote: string;
}

/** What a customer sees of a source. */
export interface SourceCitation {
  /** The number by which the answer cites it. */
  readonly n: number;
  readonly title: string;
  readonly docId: string;
  readonly anchor: string;
  readonly quote: string;
}

/** A tool that an assistant may run. Who asks comes from the session, never from the model's arguments. */
export interface AssistantTool extends ToolDefinition {
  /** Whether running it twice could be seen from outside; an answer is never restarted past such a call. */
  readonly hasSideEffects: boolean;
  /** What the customer's page says while it runs, in Korean; missing: a neutral sentence. */
  readonly statusLabel?: string;
  /**
   * Runs the tool. Text for the model comes back, also for a refusal that the model can cure (`error`).
   * A throw is a fault: the model is told only that the tool failed.
   */
  run(input: unknown, context: ToolContext): Promise<ToolOutcome>;
}

export interface ToolContext {
  readonly owner: Owner;
  readonly sessionId: string;
  readonly turnId: string;
  /**
   * The same for the same input from the same customer message, also when the answer is made again: the key
   * under which a side effect happens once.
   */
  readonly callKey: string;
  readonly signal: AbortSignal;
}

export type ToolOutcome =
  | {
      readonly kind: 'result';
      /** For the model only. */
      readonly resultText: string;
      /** What the customer's page may see of it; missing: only that the tool has finished. */
      readonly shown?: unknown;
    }
  | { readonly kind: 'error'; readonly resultText: string };
