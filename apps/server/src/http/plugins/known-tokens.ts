import { hash } from 'node:crypto';

const MAX_TOKENS = 4_096;

interface Known {
  readonly subject: string;
  readonly untilMs: number;
}

/**
 * Tokens that were found valid under a secret that does not change, until they expire: a customer sends the same one
 * with every request, and checking it takes a trip to another thread. Kept by hash, so that no token lies in memory
 * that could be used; of what is known longest the first goes.
 */
export class KnownTokens {
  readonly #byHash = new Map<string, Known>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Of a token that was kept and has not expired since. */
  subjectOf(token: string): string | undefined {
    const key = hashOf(token);
    const known = this.#byHash.get(key);
    if (!known) return undefined;
    if (known.untilMs > this.#now()) return known.subject;
    this.#byHash.delete(key);
    return undefined;
  }

  keep(token: string, subject: string, untilMs: number): void {
    for (const oldest of this.#byHash.keys()) {
      if (this.#byHash.size < MAX_TOKENS) break;
      this.#byHash.delete(oldest);
    }
    this.#byHash.set(hashOf(token), { subject, untilMs });
  }
}

function hashOf(token: string): string {
  return hash('sha256', token, 'base64');
}
