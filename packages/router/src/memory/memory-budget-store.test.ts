import { describeBudgetStore } from '../testing/budget-store.contract.ts';
import { createMemoryBudgetStore } from './memory-budget-store.ts';

describeBudgetStore('memory', () => createMemoryBudgetStore());
