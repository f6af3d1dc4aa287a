import { ModelError } from '@naru/language-model';

/**
 * What a model threw, as this router's own error: named by the alias, and without the cause, which may hold a
 * provider's text.
 */
export function failureOf(thrown: unknown, alias: string): ModelError {
  if (!(thrown instanceof ModelError)) {
    const name = thrown instanceof Error ? thrown.name : typeof thrown;
    return new ModelError(alias, 'server', { detail: `its adapter threw ${name}, which is no ModelError` });
  }
  const { kind, retryAfterMs, status, dispatched, detail } = thrown;
  // Nobody here stopped it: then it was the other side that did.
  const ownKind = kind === 'cancelled' ? 'network' : kind;
  return new ModelError(alias, ownKind, { retryAfterMs, status, dispatched, detail });
}
