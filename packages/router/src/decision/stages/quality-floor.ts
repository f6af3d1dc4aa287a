import { qualityOf } from '../../quality/quality-of.ts';
import { putFirst } from '../put-first.ts';
import type { Candidate, Stage } from '../stage.ts';

/** Keeps an answer from going to a provider that answers its intent badly, whatever it saves. */
export const qualityFloor: Stage = {
  name: 'quality_floor',
  rule:
    "If the head's quality for the intent is under the cut line, the best provider above it goes first, whatever cost " +
    'said; with none above, the order is kept and `none_above_cutline` noted.',
  settings: ['quality.cutline'],
  apply(chain, { snapshot }) {
    const { cutline } = snapshot.configuration.preferences.quality;
    const [head] = chain;
    if (cutline === 0 || !head) return { chain, code: 'not_configured' };
    if (qualityOf(head) >= cutline) return { chain, code: 'above_cutline' };

    let best: Candidate = head;
    for (const candidate of chain) if (qualityOf(candidate) > qualityOf(best)) best = candidate;
    const detail = `${head.provider.alias} has ${qualityOf(head).toFixed(2)}, the cut line is ${cutline}`;
    if (qualityOf(best) < cutline) return { chain, code: 'none_above_cutline', detail };
    return { chain: putFirst(best, chain), code: 'selected', provider: best.provider.alias, detail };
  },
};
