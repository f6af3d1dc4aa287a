import type { Clock } from '@naru/kernel';
import type { ConnectionPool } from './connection-pool.ts';

/** What a model over HTTP is made of. */
export interface HttpModelOptions {
  /** The provider's alias, for errors. */
  readonly id: string;
  /** The provider's base address, with or without `/v1`. */
  readonly url: string;
  /** The model's name as the provider knows it. */
  readonly model: string;
  /** Sent with every request, shown to nobody. Without it no credentials are sent. */
  readonly apiKey?: string | undefined;
  /** Socket asked for to connection (and TLS) ready. */
  readonly connectTimeoutMs: number;
  readonly clock: Clock;
  readonly pool: ConnectionPool;
}
