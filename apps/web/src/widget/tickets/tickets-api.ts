import { createdTicketSchema, ticketListSchema, type CreatedTicketBody, type TicketBody } from '@naru/api-contract';
import { readJson } from '../../shared/read-json.ts';

export interface TicketsApi {
  /** The customer's own, newest first. `signed-out` where nobody is signed in. */
  list(): Promise<readonly TicketBody[] | 'signed-out'>;
  create(message: string): Promise<CreatedTicketBody>;
}

const PATH = '/api/v1/support/tickets';
const SHOWN = 50;

/** @throws {TypeError} by each call when the server cannot be reached, {Error} with its body when it refuses */
export function createTicketsApi(fetch: typeof globalThis.fetch): TicketsApi {
  return {
    async list() {
      const response = await fetch(`${PATH}?limit=${SHOWN}`, { credentials: 'same-origin' });
      if (response.status === 401) return 'signed-out';
      if (!response.ok) throw new Error(await response.text());
      return ticketListSchema.parse(await response.json()).tickets;
    },
    async create(message) {
      const body = JSON.stringify({ message });
      return createdTicketSchema.parse(await readJson(fetch, PATH, { method: 'POST', body }));
    },
  };
}
