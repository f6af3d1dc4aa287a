import { describeTurnStore } from '../testing/turn-store.contract.ts';
import { createMemoryTurnStore } from './memory-turn-store.ts';

describeTurnStore('memory', createMemoryTurnStore);
