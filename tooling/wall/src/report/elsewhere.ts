/** A fault or trap that no row of the wall plays, and where it is proven instead. */
export interface Elsewhere {
  readonly number: string;
  readonly what: string;
  readonly where: string;
}

/** Numbers of the reference without a row here: what cannot be seen from outside, or only under load. */
export const ELSEWHERE: readonly Elsewhere[] = [
  {
    number: 'T21',
    what: 'a prefill that masks the first failure',
    where: 'no answer is ever continued by prefill: there is nothing to play',
  },
  { number: 'T24', what: 'a herd without jitter', where: 'packages/kernel (backoff), packages/router (presets)' },
  {
    number: 'T26',
    what: 'a circuit that never closes, a leaked probe',
    where: 'packages/router/src/health/never-stuck.test.ts, over random histories',
  },
  {
    number: 'T27',
    what: 'reading state changes it',
    where: 'packages/router/src/replay/replay-under-explains.test.ts, router-health.test.ts',
  },
  {
    number: 'T28',
    what: 'a cooldown shared late',
    where: 'adapters/redis/src/restart.test.ts; tooling/wall/src/two-instances.test.ts over HTTP',
  },
  { number: 'T30', what: 'windows that count wrongly', where: 'packages/router/src/health/counting.test.ts' },
  { number: 'T31', what: 'timeouts missing from latency', where: 'packages/router/src/health/counting.test.ts' },
  {
    number: 'T32',
    what: 'all pick the single best',
    where: 'the chain is ordered, not drawn: packages/router (stages)',
  },
  { number: 'T35', what: 'work that grows with the answer', where: 'npm run bench (streams)' },
  {
    number: 'T36',
    what: 'a reader that is too slow',
    where: 'apps/server/src/http/write-or-wait.test.ts, packages/router/src/attempt/attempt-timers.test.ts',
  },
  {
    number: 'T43',
    what: 'a canary that flips, missing data that triggers',
    where: 'packages/router/src/canary/*.test.ts; here, that it ends by itself',
  },
  {
    number: 'T45',
    what: 'a probe with a customer’s words',
    where: 'packages/router/src/health/synthetic-probes.test.ts',
  },
  {
    number: 'T47',
    what: 'words and keys in logs',
    where: 'here, at the end of every run: the log of every server is searched',
  },
  { number: 'T48', what: 'a delay on purpose', where: 'npm run bench (hop, gateway)' },
];
