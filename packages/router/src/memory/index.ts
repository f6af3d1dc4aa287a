export { createMemoryBudgetStore } from './memory-budget-store.ts';
export { createMemoryLedgerStore } from './memory-ledger-store.ts';
export { createMemoryLedgerTotals } from './memory-ledger-totals.ts';
export { createMemoryOverrideStore } from './memory-override-store.ts';
export { createMemorySharedState } from './memory-shared-state.ts';
export { createMemorySteeringStore } from './memory-steering-store.ts';
