import { providersNamed } from '../providers/provider-name.ts';
import type { Provider } from '../providers/provider.ts';
import { NONE, type OverrideAct } from './override.ts';

export interface OverrideRequest {
  readonly act: OverrideAct;
  readonly ttlMs: number;
  readonly reason: string;
}

const LEAST_TTL_MS = 1_000;
const LONGEST_TTL_MS = 7 * 86_400_000;
const MAX_REASON_CHARS = 500;
const MAX_AUTHOR_CHARS = 200;
const INTENT = /^[A-Za-z0-9_-]{1,64}$/;

/** What is wrong with a wish, for the operator to read; `undefined` where nothing is. */
export function problemOf(
  { act, ttlMs, reason }: OverrideRequest,
  author: string,
  providers: readonly Provider[],
  hasCanary: boolean,
): string | undefined {
  if (!(ttlMs >= LEAST_TTL_MS && ttlMs <= LONGEST_TTL_MS)) {
    return `ttl must be from ${LEAST_TTL_MS / 1_000} to ${LONGEST_TTL_MS / 1_000} seconds, got ${ttlMs / 1_000}`;
  }
  if (reason.trim() === '' || reason.length > MAX_REASON_CHARS) {
    return `reason must be 1 to ${MAX_REASON_CHARS} characters long, got ${reason.trim().length}`;
  }
  if (author.trim() === '' || author.length > MAX_AUTHOR_CHARS) {
    return `author must be 1 to ${MAX_AUTHOR_CHARS} characters long, got ${author.length}`;
  }
  return problemOfAct(act, hasCanary) ?? problemOfName(act, providers);
}

function problemOfAct(act: OverrideAct, hasCanary: boolean): string | undefined {
  switch (act.kind) {
    case 'drain':
      return act.provider === NONE ? 'none cannot be drained; end the override that drains instead' : undefined;
    case 'intent':
      return INTENT.test(act.intent) ? undefined : 'intent must be 1 to 64 letters, digits, _ or -';
    case 'canary': {
      const { share = 0, provider, enabled } = act;
      if (!(share >= 0 && share <= 1)) return `share must be from 0 to 1, got ${share}`;
      if (provider === undefined && enabled === undefined && act.share === undefined) {
        return 'canary needs provider, enabled or share, got none of them';
      }
      const isOff = provider === NONE || enabled === false;
      return hasCanary || isOff || (provider !== undefined && act.share !== undefined)
        ? undefined
        : 'no canary is configured: provider and share are needed';
    }
    default:
      return undefined;
  }
}

/** The name itself is not repeated: it may be an address with something in it that is nobody's business. */
function problemOfName(act: OverrideAct, providers: readonly Provider[]): string | undefined {
  const name = 'provider' in act ? act.provider : undefined;
  if (name === undefined || name === NONE || providersNamed(name, providers).length > 0) return undefined;
  return `provider is nobody's alias or URL; known: ${providers.map(({ alias }) => alias).join(', ')}, ${NONE}`;
}
