import type { ChatEngine } from '@naru/chat';
import type { CustomerAuth } from '../plugins/customer.ts';
import type { TurnStreamDeps } from './write-turn-stream.ts';

/** What the chat routes are made of. */
export interface ChatRoutesDeps extends TurnStreamDeps {
  readonly chat: ChatEngine;
  readonly customers: CustomerAuth;
  readonly bodyLimitBytes: number;
}
