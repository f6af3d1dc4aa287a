import { WebSocketTransport } from '@naru/web/transport';
import type { Customer } from './customer.ts';
import type { Major } from './major.ts';

/** One way by which the official client reaches the server. */
export interface CarrierUnderTest {
  readonly name: string;
  /** Whether a cut is healed by the transport itself; else the client asks to resume. */
  readonly healsItself: boolean;
  transport(major: Major, customer: Customer, origin: string): unknown;
}

export const CARRIERS: readonly CarrierUnderTest[] = [
  {
    name: 'server-sent events',
    healsItself: false,
    transport: (major, customer, origin) => major.sseTransport(`${origin}/api/chat`, customer.fetch),
  },
  {
    name: 'WebSocket',
    healsItself: true,
    transport: (major, customer) => new WebSocketTransport({ world: customer.socketWorld(), accepts: major.accepts }),
  },
];
