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
  { number: 'T25', what: 'half-open lets everybody in', where: 'packages/router (health machine)' },
  { number: 'T26', what: 'a circuit that never closes, a leaked probe', where: 'packages/router (health machine)' },
  { number: 'T27', what: 'reading state changes it', where: 'packages/router (explain)' },
  { number: 'T28', what: 'a cooldown shared late', where: 'the shared state of packages/router' },
  { number: 'T30', what: 'windows that count wrongly', where: 'packages/router (rolling window)' },
  { number: 'T31', what: 'timeouts missing from latency', where: 'packages/router (statistics)' },
  {
    number: 'T32',
    what: 'all pick the single best',
    where: 'the chain is ordered, not drawn: packages/router (stages)',
  },
  { number: 'T35', what: 'work that grows with the answer', where: 'npm run bench (streams)' },
  { number: 'T36', what: 'a reader that is too slow', where: 'apps/server (write-or-wait), packages/router (timers)' },
  { number: 'T40', what: 'budgets that race', where: 'packages/router (ledger, budgets)' },
  { number: 'T43', what: 'a canary that flips', where: 'packages/router (canary)' },
  { number: 'T45', what: 'a probe with a customer’s words', where: 'packages/router (probes)' },
  { number: 'T46', what: 'labels without end', where: 'apps/server (closed series)' },
  {
    number: 'T47',
    what: 'words and keys in logs',
    where: 'here, at the end of every run: the log of every server is searched',
  },
  { number: 'T48', what: 'a delay on purpose', where: 'npm run bench (hop, gateway)' },
];
