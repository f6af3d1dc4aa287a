import type { LanguageModelV2, LanguageModelV3, LanguageModelV4 } from '@ai-sdk/provider';

/** A language model object of the AI SDK 5, 6 or 7. */
export type AiSdkLanguageModel = LanguageModelV2 | LanguageModelV3 | LanguageModelV4;

/**
 * What is read of a stream's parts and of an answer's content. Looser than the types of any version, because all
 * three are read here, and because what a third party's package gives is checked by nobody else.
 */
export interface AiSdkPart {
  readonly type: string;
  readonly id?: string;
  readonly delta?: string;
  readonly text?: string;
  readonly modelId?: string | undefined;
  readonly toolName?: string;
  readonly toolCallId?: string;
  readonly input?: unknown;
  readonly inputEncoding?: string;
  readonly providerExecuted?: boolean | undefined;
  readonly finishReason?: unknown;
  readonly usage?: unknown;
  readonly error?: unknown;
}

/** What is called of a model. */
export interface AiSdkCalls {
  doGenerate(options: object): PromiseLike<{
    readonly content: readonly AiSdkPart[];
    readonly finishReason: unknown;
    readonly usage: unknown;
    readonly response?: { readonly modelId?: string | undefined } | undefined;
  }>;
  doStream(options: object): PromiseLike<{ readonly stream: ReadableStream<AiSdkPart> }>;
}
