import { intentOf } from '../features.ts';
import { hash32, shareOf } from '../hash32.ts';
import { findInChain, putFirst } from '../put-first.ts';
import type { Stage } from '../stage.ts';

/** Lets a stable share of conversations see a provider first that is being tried out. */
export const canary: Stage = {
  name: 'canary',
  rule:
    'A stable share of conversations (hash of the session id) sees the canary first, high-risk queries only where ' +
    'listed; it ends by itself on worse errors or latency with enough samples, promotion is human.',
  settings: ['canary'],
  apply(chain, { features, snapshot }) {
    const wanted = snapshot.configuration.controls.canary;
    if (!wanted) return { chain, code: 'not_configured' };
    if (!wanted.enabled || wanted.share === 0) return { chain, code: 'off' };
    const candidate = wanted.provider === 'unknown' ? undefined : findInChain(wanted.provider.alias, chain);
    if (!candidate) return { chain, code: 'not_found', provider: 'unknown' };
    const { alias: provider } = candidate.provider;
    if (snapshot.canary === 'aborted') return { chain, code: 'aborted', provider };
    if (features.risk === 'high' && !wanted.highRiskIntents.has(intentOf(features))) {
      return { chain, code: 'high_risk_bypass', provider };
    }
    // A request of no conversation could be of any: its next one might land on the other side.
    if (!snapshot.conversation) return { chain, code: 'no_conversation', provider };
    const isChosen = shareOf(snapshot.conversation.hash, hash32(provider)) < wanted.share;
    if (!isChosen) return { chain, code: 'control', provider };
    return { chain: putFirst(candidate, chain), code: 'selected', provider };
  },
};
