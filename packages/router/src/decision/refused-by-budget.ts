import type { Decision } from './decision.ts';

/** What is decided where a hard ceiling is crossed: nobody may be asked, and no stage has a say. */
export function refusedByBudget(id: string, atMs: number): Decision {
  return { id, atMs, chain: [], reasonCode: 'budget_exceeded', notes: [], candidates: [] };
}
