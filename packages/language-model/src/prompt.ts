/** What a model is asked: the conversation so far, and what the answer may draw on. */
export interface Prompt {
  readonly messages: readonly Message[];
  /** Numbered from 1 in this order; the answer cites them as `[n]`. */
  readonly sources?: readonly Source[];
}

export type Message =
  | {
      readonly role: 'system';
      readonly text: string;
      /**
       * Whether everything up to the end of this message, tools included, is the same in many calls: a model with
       * caching is then asked to keep it (B-PRM-1), any other is told nothing. Default no.
       */
      readonly cachePoint?: boolean;
    }
  | { readonly role: 'user'; readonly text: string; readonly images?: readonly ImageContent[] }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls?: readonly ToolCall[] }
  | {
      readonly role: 'tool';
      readonly toolCallId: string;
      readonly toolName: string;
      readonly resultText: string;
      readonly isError?: boolean;
    };

/** A picture by address or as a `data:` URL. Only providers with the capability `vision` are asked. */
export interface ImageContent {
  readonly url: string;
}

/** One text that may support an answer. */
export interface Source {
  /** Stable within the knowledge base, such as `shipping/delivery-time#islands`. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A provider's own word that its answer rests on a source. */
export interface Citation {
  readonly sourceId: string;
  readonly quote?: string;
}

/** A tool call as a model made it. `inputText` is the JSON text as received, not yet validated. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly inputText: string;
}
