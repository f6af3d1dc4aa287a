import { hash32, shareOf } from '../hash32.ts';
import type { Candidate, Chain, Stage } from '../stage.ts';

/** Drops open circuits, and lets one that ramps keep its place for its share only. Takes no lease: admission does. */
export const breaker: Stage = {
  name: 'breaker',
  rule:
    'Open circuits are dropped (`account` where our account there is broken, for 5 minutes); if all are open, the ' +
    'least bad one stays. A provider that ramps keeps its place when ' +
    'hash(seed, alias, generation) is below its share, and goes last otherwise.',
  settings: ['breaker'],
  apply(chain, { snapshot, seed }) {
    if (!snapshot.configuration.health.breaker.enabled) return { chain, code: 'off' };
    const open = chain.filter(isOpen);
    const waiting = chain.filter(candidate => !isOpen(candidate) && !keepsPlace(candidate, seed));
    if (open.length === 0 && waiting.length === 0) return { chain, code: 'none_open' };
    if (open.length === chain.length) return allOpen(chain);
    const rest = chain.filter(candidate => !isOpen(candidate) && !waiting.includes(candidate));
    if (open.length === 0 && rest.length === 0) return { chain, code: 'all_ramping' };
    const head = chain[0] && rest.includes(chain[0]) ? undefined : chain[0];
    return {
      chain: [...rest, ...waiting],
      drops: open.map(candidate => ({ candidate, why: whyOpen(candidate) })),
      code: open.length > 0 ? 'applied' : 'ramping',
      ...(head && { provider: head.provider.alias }),
    };
  },
};

function allOpen(open: Chain) {
  const leastBad = open.reduce((best, other) => (openLeftMs(other) < openLeftMs(best) ? other : best));
  const drops = open.filter(other => other !== leastBad).map(candidate => ({ candidate, why: whyOpen(candidate) }));
  return {
    chain: drops.length === 0 ? open : [leastBad],
    drops,
    code: 'all_open',
    provider: leastBad.provider.alias,
    detail: `all ${open.length} circuits are open; this one may be probed first`,
  };
}

function isOpen({ signals }: Candidate): boolean {
  return signals.health?.state === 'open';
}

/** `account`: a key, credit or model of ours does not work there, which waiting alone does not mend. */
function whyOpen({ signals }: Candidate): string {
  return signals.health?.openCause ?? 'open';
}

function openLeftMs({ signals }: Candidate): number {
  return signals.health?.openLeftMs ?? 0;
}

function keepsPlace({ provider, signals }: Candidate, seed: string): boolean {
  const { rampShare = 1, generation = 0 } = signals.health ?? {};
  return rampShare >= 1 || shareOf(hash32(seed), hash32(`${provider.alias} ${generation}`)) < rampShare;
}
