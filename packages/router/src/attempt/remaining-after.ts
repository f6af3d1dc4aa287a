import type { FailureKind } from '@naru/language-model';
import type { ProviderEntry } from '../providers/provider.ts';

/** Who of the rest of a chain may still be asked after a failure. */
export function remainingAfter(
  kind: FailureKind,
  { provider: failed }: ProviderEntry,
  rest: readonly ProviderEntry[],
): readonly ProviderEntry[] {
  switch (kind) {
    case 'context_length':
      // A window that nobody stated may be any: worth asking, unless it is such a one that was too small.
      return rest.filter(
        ({ provider }) => windowOf(provider.contextWindowTokens) > windowOf(failed.contextWindowTokens),
      );
    case 'content_filter':
      return rest.slice(0, 1);
    default:
      return rest;
  }
}

function windowOf(tokens: number | undefined): number {
  return tokens ?? Infinity;
}
