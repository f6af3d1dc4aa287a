/** A source of chance: each call gives a number in [0, 1). */
export type Random = () => number;

/** The machine's own randomness, for jitter and choice. Never for secrets or ids. */
export const systemRandom: Random = () => Math.random();

/** The same numbers for the same seed, on every machine (mulberry32, by Tommy Ettinger, public domain). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
