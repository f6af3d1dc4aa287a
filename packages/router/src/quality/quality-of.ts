import type { Candidate } from '../decision/stage.ts';

/** The weight of a provider's answers to the request's intent; 1 as long as too little is known. */
export function qualityOf({ signals }: Candidate): number {
  return signals.quality?.weight ?? 1;
}
