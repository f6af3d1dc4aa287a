import type { Clock, Ids, Logger } from '@naru/kernel';
import type { TicketMemory } from '../ports/ticket-memory.ts';
import type { TicketObserver } from '../ports/ticket-observer.ts';
import type { TicketService } from '../ports/ticket-service.ts';
import type { TicketSettings } from './ticket-settings.ts';

export interface TicketDeskDeps {
  readonly service: TicketService;
  readonly memory: TicketMemory;
  readonly observer: TicketObserver;
  /** Asked each time, since settings may change. */
  readonly settings: () => TicketSettings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}
