import type { Saying, Verdict } from '../faults/fault.ts';

/** What one asking must come to. */
export type Outcome =
  | { readonly kind: Exclude<Verdict, 'refused'> }
  /** Nobody answers: `asked` is how many providers may have been. */
  | { readonly kind: 'error'; readonly saying: Saying; readonly asked: number };

/** How each failure is told: the gateway's status and code, chat's code and status. */
export const SAYINGS: Readonly<
  Record<Saying, { readonly gateway: readonly number[]; readonly chatCode: string; readonly chat: number }>
> = {
  unavailable: { gateway: [502], chatCode: 'PROVIDER_UNAVAILABLE', chat: 502 },
  timeout: { gateway: [504], chatCode: 'PROVIDER_TIMEOUT', chat: 504 },
  'rate-limited': { gateway: [429], chatCode: 'PROVIDER_UNAVAILABLE', chat: 502 },
  account: { gateway: [502], chatCode: 'PROVIDER_UNAVAILABLE', chat: 502 },
  'context-length': { gateway: [400], chatCode: 'PROVIDER_UNAVAILABLE', chat: 502 },
  'content-filter': { gateway: [400], chatCode: 'GUARD_OUTPUT', chat: 200 },
  'bad-request': { gateway: [400, 422], chatCode: 'PROVIDER_UNAVAILABLE', chat: 502 },
};

/** The fixed sentence of an answer that a filter stopped (C-GRD-3). */
export const BLOCKED = '응답 품질 검증에서 차단되었습니다.';
