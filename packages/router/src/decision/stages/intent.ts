import { intentOf } from '../features.ts';
import { findInChain, putFirst } from '../put-first.ts';
import type { Stage } from '../stage.ts';

/** Puts the provider first that an operator has named for what the request is about. */
export const intent: Stage = {
  name: 'intent',
  rule: 'The provider named for this intent first.',
  settings: ['QS_LLM_PROVIDER_BY_INTENT_JSON'],
  apply(chain, { features, snapshot }) {
    const wanted = snapshot.configuration.controls.intents.get(intentOf(features));
    if (!wanted) return { chain, code: 'no_policy' };
    const candidate = wanted === 'unknown' ? undefined : findInChain(wanted.alias, chain);
    if (!candidate) return { chain, code: 'not_found', provider: 'unknown' };
    return { chain: putFirst(candidate, chain), code: 'selected', provider: candidate.provider.alias };
  },
};
