import { fullJitterMs, type Random } from '@naru/kernel';
import type { FailureKind, TurnBudgetLimits } from '@naru/language-model';
import type { FailureAction, PresetName } from '../router-settings.ts';

/** What one workload does about failures. */
export interface Preset {
  readonly actions: Readonly<Record<RoutableKind, FailureAction>>;
  /** Where a status says more than its class. */
  readonly byStatus: ReadonlyMap<number, FailureAction>;
  /** How often the same provider is asked again where the action says so. */
  readonly retries: number;
  readonly retriesOnLastProvider: boolean;
  /** The wait before the nth repeat, counted from 0. */
  readonly backoffMs: (kind: FailureKind, repeat: number, random: Random) => number;
  /** To the first accepted content, over what the provider's own timeouts say: the chain's first, the others. */
  readonly firstTokenMs?: { readonly primary: number; readonly others: number };
  /** For a call that brings no budget of its own. */
  readonly budget: TurnBudgetLimits;
}

/** What a preset may decide. A cancel, a full context window and a content filter have rules of their own. */
export type RoutableKind = Exclude<FailureKind, 'cancelled' | 'context_length' | 'content_filter'>;

const NEXT_BUT_FOR_THE_REQUESTS_FAULT: Preset['actions'] = {
  rate_limited: 'next',
  quota: 'next',
  server: 'next',
  timeout_connect: 'next',
  timeout_first_token: 'next',
  timeout_idle: 'next',
  timeout_total: 'next',
  network: 'next',
  stream_broken: 'next',
  stream_error: 'next',
  empty: 'next',
  auth: 'next',
  not_found: 'next',
  bad_request: 'fail',
};

const NO_STATUSES: ReadonlyMap<number, FailureAction> = new Map();
const JITTERED = { firstMs: 100, maxMs: 2_000 };
const THROTTLED = { firstMs: 500, maxMs: 2_000 };
const BEDROCK_WAITS_MS = [1_000, 1_500];

function jittered(kind: FailureKind, repeat: number, random: Random): number {
  return fullJitterMs(repeat, kind === 'rate_limited' ? THROTTLED : JITTERED, random);
}

/** One for each workload, as `spec/routing.md` R-FO-1 has them. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  gateway: {
    actions: NEXT_BUT_FOR_THE_REQUESTS_FAULT,
    byStatus: NO_STATUSES,
    retries: 0,
    retriesOnLastProvider: true,
    backoffMs: jittered,
    budget: { extraAttempts: 3, steps: 1, waitMs: 30_000 },
  },
  bedrock: {
    actions: { ...NEXT_BUT_FOR_THE_REQUESTS_FAULT, bad_request: 'next' },
    byStatus: new Map([
      [500, 'retry-then-next'],
      [502, 'retry-then-next'],
      [504, 'retry-then-next'],
    ]),
    retries: 2,
    retriesOnLastProvider: false,
    backoffMs: (_kind, repeat, random) => (BEDROCK_WAITS_MS[repeat] ?? 1_500) * (1 + random() * 0.1),
    firstTokenMs: { primary: 10_000, others: 15_000 },
    budget: { extraAttempts: 5, steps: 1, waitMs: 60_000 },
  },
  direct: {
    actions: {
      ...NEXT_BUT_FOR_THE_REQUESTS_FAULT,
      rate_limited: 'retry-then-next',
      server: 'retry-then-next',
      auth: 'fail',
      not_found: 'fail',
    },
    byStatus: new Map([[402, 'fail']]),
    retries: 1,
    retriesOnLastProvider: true,
    backoffMs: jittered,
    budget: { extraAttempts: 3, steps: 1, waitMs: 30_000 },
  },
};
