import type { Clock } from '@naru/kernel';
import type { ConversationFacts } from '../decision/snapshot.ts';
import type { Features } from '../decision/features.ts';
import { hash32 } from '../decision/hash32.ts';

const MAX_CONVERSATIONS = 10_000;
/** A conversation that pauses for longer begins anew. */
const FORGOTTEN_AFTER_MS = 30 * 60_000;

interface Memory {
  readonly alias: string;
  readonly atMs: number;
}

/** Who answered last in each conversation: the newest ten thousand, for half an hour. */
export class LastProviders {
  readonly #clock: Clock;
  /** By hash, oldest first. Two that share one share an answerer at worst. */
  readonly #memories = new Map<number, Memory>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What deciding may know of the request's conversation. Changes nothing. */
  of(features: Pick<Features, 'tenant' | 'sessionId'>): ConversationFacts | undefined {
    const hash = hashOf(features);
    if (hash === undefined) return undefined;
    const memory = this.#memories.get(hash);
    const isFresh = memory && this.#clock.monotonicMs() - memory.atMs < FORGOTTEN_AFTER_MS;
    return { hash, ...(isFresh && { lastProvider: memory.alias }) };
  }

  answered(by: string, features: Pick<Features, 'tenant' | 'sessionId'>): void {
    const hash = hashOf(features);
    if (hash === undefined) return;
    this.#memories.delete(hash);
    this.#memories.set(hash, { alias: by, atMs: this.#clock.monotonicMs() });
    if (this.#memories.size <= MAX_CONVERSATIONS) return;
    for (const oldest of this.#memories.keys()) {
      this.#memories.delete(oldest);
      return;
    }
  }
}

/** Session ids of different tenants may be the same by chance or by malice. */
function hashOf({ tenant = '', sessionId }: Pick<Features, 'tenant' | 'sessionId'>): number | undefined {
  return sessionId === undefined ? undefined : hash32(`${tenant}\n${sessionId}`);
}
