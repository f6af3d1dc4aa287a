import type { Candidate, Stage } from '../stage.ts';

/** A lead below this is a tie. */
const LEAD = 0.05;
/** What adding and taking away tenths leaves behind. */
const ROUNDING = 1e-9;

/** Sorts the providers of whom enough is known by their score, among the places that they hold. */
export const health: Stage = {
  name: 'health',
  rule:
    'Providers with enough samples are sorted by effective score among the places they hold; a lead under 0.05 is a ' +
    'tie and keeps the order. The others keep their places.',
  settings: [
    'QS_LLM_HEALTH_ROUTING_ENABLED',
    'QS_LLM_HEALTH_MIN_SAMPLE',
    'QS_LLM_HEALTH_STREAK_PENALTY_STEP',
    'QS_LLM_HEALTH_STREAK_PENALTY_MAX',
  ],
  apply(chain, { snapshot }) {
    const { routingEnabled, minSample } = snapshot.configuration.health.score;
    if (!routingEnabled) return { chain, code: 'off' };
    const known = chain.filter(({ signals }) => (signals.health?.samples ?? 0) >= minSample);
    if (known.length < 2) return { chain, code: 'too_few_samples' };
    const sorted = byScore(known);
    if (sorted.every((candidate, index) => candidate === known[index])) return { chain, code: 'in_order' };
    let place = 0;
    const moved = chain.map(candidate => (known.includes(candidate) ? (sorted[place++] ?? candidate) : candidate));
    const head = moved[0] === chain[0] ? undefined : moved[0];
    return { chain: moved, code: 'applied', ...(head && { provider: head.provider.alias }) };
  },
};

/** Gives each place to the first one that nobody left leads: so that no order has a lead in it, and ties none anew. */
function byScore(known: readonly Candidate[]): readonly Candidate[] {
  const left = [...known];
  const sorted: Candidate[] = [];
  while (left.length > 0) {
    const best = left.reduce((most, candidate) => Math.max(most, scoreOf(candidate)), 0);
    const next = left.findIndex(candidate => best - scoreOf(candidate) < LEAD - ROUNDING);
    sorted.push(...left.splice(next, 1));
  }
  return sorted;
}

function scoreOf({ signals }: Candidate): number {
  return signals.health?.score ?? 1;
}
