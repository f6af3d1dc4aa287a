import type { HandOff, SessionResetListener } from '@naru/chat';
import type { Clock, Ids, Logger } from '@naru/kernel';
import {
  createTicketDesk,
  type TicketDesk,
  type TicketMemory,
  type TicketService,
  type TicketSettings,
} from '@naru/support';
import type { Registry } from 'prom-client';
import { TicketMetrics } from '../telemetry/ticket-metrics.ts';
import { createHandOff } from './build-hand-off.ts';

export interface TicketParts {
  readonly service: TicketService;
  readonly memory: TicketMemory;
  readonly settings: () => TicketSettings;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export interface BuiltTickets {
  readonly desk: TicketDesk;
  readonly handOff: HandOff;
  /** Forgets what is remembered of tickets when a conversation is reset (C-SES-3). */
  readonly resetListener: SessionResetListener;
}

/** The ticket desk, with its ways in from chat and its metrics. */
export function buildTickets({ registry, ...parts }: TicketParts): BuiltTickets {
  const desk = createTicketDesk({ ...parts, observer: new TicketMetrics(registry) });
  return {
    desk,
    handOff: createHandOff({ desk, logger: parts.logger }),
    resetListener: { onReset: ({ sessionId, userKey }) => desk.forget(sessionId, userKey) },
  };
}
