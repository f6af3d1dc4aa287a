import type { RouteQuestion } from '../router.ts';
import type { Decision } from './decision.ts';
import type { Features } from './features.ts';

const NO_NEEDS = { tools: false, vision: false, contextTokens: 0 };

/** What a question stands for that came without a call: a request that needs nothing particular. */
export function featuresOfQuestion(question: RouteQuestion): Features {
  return { ...question, needs: question.needs ?? NO_NEEDS };
}

/** What the request needs and each candidate lacks; empty for a decision that has a chain. */
export function missingOf({ chain, candidates }: Decision): readonly string[] {
  if (chain.length > 0) return [];
  const reasons = new Set<string>();
  for (const { fate } of candidates) {
    if (fate.kind === 'dropped') reasons.add(fate.why);
  }
  return [...reasons];
}

export interface PassedOver {
  readonly provider: string;
  readonly reason: 'cooldown' | 'breaker';
}

/** Who would have been first, but for its cooling or its circuit; empty where that changed nothing. */
export function passedOver({ notes, chain }: Decision): readonly PassedOver[] {
  const passed: PassedOver[] = [];
  for (const { stage, provider } of notes) {
    if (stage !== 'cooldown' && stage !== 'breaker') continue;
    if (provider !== undefined && provider !== chain[0]) passed.push({ provider, reason: stage });
  }
  return passed;
}
