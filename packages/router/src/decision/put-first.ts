import type { Candidate, Chain } from './stage.ts';

/** The chain with that one of its candidates first; the very chain that came in where it is already. */
export function putFirst(candidate: Candidate, chain: Chain): Chain {
  return chain[0] === candidate ? chain : [candidate, ...chain.filter(other => other !== candidate)];
}

/** The candidate of that alias, where it is in the chain. */
export function findInChain(alias: string, chain: Chain): Candidate | undefined {
  return chain.find(({ provider }) => provider.alias === alias);
}
