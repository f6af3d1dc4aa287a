import { qualityOf } from '../../quality/quality-of.ts';
import type { Stage } from '../stage.ts';

/** Puts those first whose answers to the intent were best. */
export const quality: Stage = {
  name: 'quality',
  rule:
    'Stable sort by weight per provider and intent: 0.5 groundedness + 0.2 actionability + 0.3 resolution, decayed over ' +
    '7 days; fewer than 20 samples count as 1.0.',
  settings: ['quality'],
  apply(chain) {
    if (!chain.some(({ signals }) => signals.quality)) return { chain, code: 'no_samples' };
    const sorted = chain.toSorted((one, other) => qualityOf(other) - qualityOf(one));
    const isSame = sorted.every((candidate, position) => candidate === chain[position]);
    return isSame ? { chain, code: 'unchanged' } : { chain: sorted, code: 'applied' };
  },
};
