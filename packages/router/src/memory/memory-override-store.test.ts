import { describeOverrideStore } from '../testing/override-store.contract.ts';
import { createMemoryOverrideStore } from './memory-override-store.ts';

describeOverrideStore('memory', createMemoryOverrideStore);
