import type { ProviderError } from '../protocols/provider-error.ts';
import type { Headers } from './step.ts';

/** Head and kind of body of a response, before it becomes bytes. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReplyBody;
}

export type ReplyBody =
  | { readonly kind: 'answer' }
  | { readonly kind: 'error'; readonly error: ProviderError }
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly contentType: string | undefined };
