import type { Decision } from '../decision/decision.ts';
import type { AdmissionReason } from '../health/provider-health.ts';

/** On what ground a provider of this decision's chain asks for leave to be tried. */
export function admissionReason({ notes }: Decision, alias: string): AdmissionReason {
  for (const { stage, code, provider } of notes) {
    if (provider !== alias) continue;
    if (stage === 'forced' && code === 'selected') return 'forced';
    if (stage === 'breaker' && code === 'all_open') return 'least_bad';
  }
  return 'in_turn';
}
