import type { Message, ModelSettings, Source, ToolDefinition } from '@naru/language-model';
import type { Owner } from '../owner.ts';

/** Says what a turn is about. The engine runs turns and knows no assistant by name. */
export interface Assistant {
  /** Lower-case; also the name of its routing policy. */
  readonly name: string;
  /** Raised when prompts or fixed sentences change, so that no stored answer outlives them. */
  readonly promptVersion: string;
  /**
   * Looks at the customer's message and says how to answer it. Called once for each turn, before any model.
   * Must not change the world: a turn may be refused after it.
   */
  prepare(question: AssistantQuestion): Promise<Preparation>;
}

export interface AssistantQuestion {
  readonly owner: Owner;
  readonly sessionId: string;
  /** Trimmed, 1 to 2,000 characters. */
  readonly text: string;
  /** Earlier messages, oldest first, without the present one. */
  readonly history: readonly Message[];
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

export type Preparation = AskModel | FixedAnswer;

/** The model answers, from the prompt and, where there are sources, from those. */
export interface AskModel {
  readonly kind: 'ask-model';
  readonly intent: string;
  readonly risk: 'normal' | 'high';
  /** System text first; history and the customer's message are put behind it by the assistant. */
  readonly messages: readonly Message[];
  /** Numbered from 1 in this order. An answer that cites none of them counts as unsupported. */
  readonly sources: readonly CitableSource[];
  readonly tools: readonly AssistantTool[];
  readonly settings: Omit<ModelSettings, 'mode'>;
  /** Steps of the tool loop beyond the first model call. */
  readonly maxToolDepth: number;
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
