import type { LlmRouting } from '@naru/api-contract';
import type { Controls, Decision, Provider, StageName } from '@naru/router';
import { toProviderStats, toStageNote } from './to-provider-stats.ts';

export interface RoutingExplanation {
  readonly decision: Decision;
  readonly controls: Controls;
  readonly providers: readonly Provider[];
  readonly intent: string;
  readonly risk: 'normal' | 'high';
}

/** A decision as `llm_routing` tells it (R-OPS-3). */
export function toLlmRouting({ decision, controls, providers, intent, risk }: RoutingExplanation): LlmRouting {
  const { candidates, notes, chain } = decision;
  const forced = noteOf(decision, 'forced');
  const cooling = candidates.filter(({ signals }) => signals.coolingLeftMs > 0);
  return {
    blocklist: {
      ...noteOf(decision, 'blocklist'),
      blocked: [...controls.blocked],
      drained: [...controls.drained],
    },
    forced,
    forced_blocked: forced.code === 'blocked',
    intent: { ...noteOf(decision, 'intent'), name: intent, risk },
    cost: { ...noteOf(decision, 'cost'), steering: controls.costSteering },
    health: {
      ...noteOf(decision, 'health'),
      scores: Object.fromEntries(candidates.map(({ alias, signals }) => [alias, signals.health?.score ?? 1])),
    },
    quality: {
      ...noteOf(decision, 'quality'),
      weights: Object.fromEntries(candidates.map(({ alias, signals }) => [alias, signals.quality?.weight ?? 1])),
      floor: noteOf(decision, 'quality_floor'),
    },
    canary: noteOf(decision, 'canary'),
    cooldown: { ...noteOf(decision, 'cooldown'), cooling: cooling.map(({ alias }) => alias) },
    final_chain: [...chain],
    provider_stats: toProviderStats(providers, decision),
    stages: notes.map(toStageNote),
  };
}

function noteOf({ notes }: Decision, stage: StageName): Omit<ReturnType<typeof toStageNote>, 'stage'> {
  const note = notes.find(known => known.stage === stage);
  if (!note) return { code: 'not_reached', chain: [], provider: null, detail: null };
  const { stage: _stage, ...rest } = toStageNote(note);
  return rest;
}
