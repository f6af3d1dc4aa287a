import { describeTicketService } from '../testing/ticket-service.contract.ts';
import { createMemoryTicketService } from './memory-ticket-service.ts';

describeTicketService('memory', () => createMemoryTicketService());
