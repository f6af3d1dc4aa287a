/**
 * What every error of Naru is. `code` is stable and may be matched; `message` ends the search of whoever
 * reads it, and never holds a customer's words, a secret or a provider's text.
 */
export abstract class NaruError extends Error {
  abstract readonly code: string;
  /** Whether the same call may succeed later without a change. */
  abstract readonly retryable: boolean;

  override get name(): string {
    return this.constructor.name;
  }
}

/** The message of anything thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
