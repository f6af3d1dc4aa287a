import { describeTicketMemory } from '../testing/ticket-memory.contract.ts';
import { createMemoryTicketMemory } from './memory-ticket-memory.ts';

describeTicketMemory('memory', () => createMemoryTicketMemory());
