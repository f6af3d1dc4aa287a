import { describeSessionStore } from '../testing/session-store.contract.ts';
import { createMemorySessionStore } from './memory-session-store.ts';

describeSessionStore('memory', createMemorySessionStore);
