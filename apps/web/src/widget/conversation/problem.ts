import { chatErrorSchema, type ChatErrorBody } from '@naru/api-contract';

/** Why there is no answer, in the four words of the contract and two of the page's own. */
export type ProblemKind = 'cost' | 'delay' | 'transient' | 'permanent' | 'truncated' | 'offline';

/** What a banner shows. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Safe to show; missing where the page's own text for the kind says all. */
  readonly message?: string;
  readonly canRetry: boolean;
  /** Not before this long after the problem appeared. */
  readonly retryAfterMs: number;
  readonly traceId?: string;
  readonly code?: string;
}

const KIND_OF_CODE: ReadonlyMap<string, ProblemKind> = new Map([
  ['GUARD_COST', 'cost'],
  ['QUOTA_EXCEEDED', 'cost'],
  ['GUARD_TIME', 'delay'],
  ['PROVIDER_TIMEOUT', 'delay'],
]);

/** The longest countdown worth showing; a wait until tomorrow is said in words instead. */
const LONGEST_COUNTDOWN_MS = 10 * 60 * 1000;

/** Reads the one error object out of what the AI SDK throws. Text that is not that object is never shown. */
export function problemOf(error: unknown): Problem {
  const body = errorBody(error);
  if (body) return problemOfBody(body);
  if (isUnreachable(error)) return { kind: 'transient', code: 'UNREACHABLE', canRetry: true, retryAfterMs: 0 };
  return { kind: 'transient', code: 'UNREADABLE', canRetry: true, retryAfterMs: 0 };
}

function problemOfBody({ code, message, retryable, retryAfterMs = 0, traceId }: ChatErrorBody): Problem {
  const kind = KIND_OF_CODE.get(code) ?? (retryable ? 'transient' : 'permanent');
  const isWithinReach = retryAfterMs <= LONGEST_COUNTDOWN_MS;
  return {
    kind,
    code,
    message,
    traceId,
    // "Try again shortly" is what the customer reads on a delay, so there is a way to do it.
    canRetry: (retryable || kind === 'delay') && isWithinReach,
    retryAfterMs: isWithinReach ? retryAfterMs : 0,
  };
}

/** Whether a request got no answer at all. A browser's fetch throws a `TypeError` then, and for nothing else. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError;
}

function errorBody(error: unknown): ChatErrorBody | undefined {
  if (!(error instanceof Error)) return undefined;
  try {
    return chatErrorSchema.safeParse(JSON.parse(error.message)).data;
  } catch {
    return undefined;
  }
}
