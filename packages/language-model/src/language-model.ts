import type { Prompt } from './prompt.ts';
import type { StreamPart } from './stream-part.ts';
import type { ToolChoice, ToolDefinition } from './tool.ts';
import type { TurnBudget } from './turn-budget.ts';

/**
 * Anything that answers a prompt: a provider's adapter, a router over many, a decorator, a script in a test.
 */
export interface LanguageModel {
  readonly id: string;
  /**
   * Answers in batches of parts, one batch for each read from the network: part by part costs twenty times
   * more CPU. Nothing happens before the first pull. Leaving the loop early, or aborting `call.signal`,
   * ends the provider's work; both may be done at any moment.
   *
   * A complete answer ends with a `finish` part. An answer that does not is not complete: the stream throws.
   *
   * @throws {ModelError} and nothing else; of kind `cancelled` after `call.signal` aborted
   */
  stream(call: ModelCall): AsyncIterable<readonly StreamPart[]>;
}

export interface ModelCall {
  readonly prompt: Prompt;
  readonly tools: readonly ToolDefinition[];
  readonly settings: ModelSettings;
  readonly signal: AbortSignal;
  /** Missing: whoever retries makes one with its own defaults. */
  readonly budget?: TurnBudget;
  readonly labels: CallLabels;
  /** The caller's own request, for a provider that speaks the same protocol. */
  readonly raw?: RawRequest;
}

export interface ModelSettings {
  /** `json` asks the provider for one body, `stream` for an event stream. The parts are the same. */
  readonly mode: CallMode;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
  readonly toolChoice?: ToolChoice;
  /** When a tool call counts as accepted content: once complete (default), or at its first named delta. */
  readonly toolCallCommit?: 'complete' | 'first-delta';
  /** Whether the caller can drop what it has received: only then may a router give a `restart` part. Default no. */
  readonly acceptsRestart?: boolean;
}

export type CallMode = 'json' | 'stream';

/** Who asks, for what. Used to decide and to count; holds no text of anybody's. */
export interface CallLabels {
  readonly requestId: string;
  readonly traceId: string;
  readonly tenant?: string;
  readonly tier?: string;
  readonly assistant?: string;
  /** Closed set of the assistant's intents, such as `REFUND`. */
  readonly intent?: string;
  readonly risk?: 'normal' | 'high';
  readonly sessionId?: string;
}

export interface RawRequest {
  /** The protocol of `body`, such as `openai`. */
  readonly protocol: string;
  /** The parsed body as it came. Forwarded as it is, but for what must be ours (model, stream, usage). */
  readonly body: Readonly<Record<string, unknown>>;
}
