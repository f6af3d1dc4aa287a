import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What a login cookie says; believed because only we can sign it. */
export interface SignedClaims {
  /** What the cookie is for, so that one kind never passes as another. */
  readonly purpose: 'customer' | 'operator';
  readonly subject: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
}

const claimsSchema = z.object({
  purpose: z.enum(['customer', 'operator']),
  subject: z.string(),
  expiresAtMs: z.number(),
});

const MAX_CHARS = 2_000;

/** Signs claims so that they can be handed to a browser and believed when they come back (HMAC-SHA-256). */
export class ClaimsSigner {
  readonly #key: Buffer;

  /** @param key at least 32 random bytes, the same on every start */
  constructor(key: Buffer) {
    if (key.length < 32) throw new RangeError(`a signing key has at least 32 bytes, got ${key.length}`);
    this.#key = key;
  }

  sign(claims: SignedClaims): string {
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${payload}.${this.#signature(payload).toString('base64url')}`;
  }

  /** `undefined` for what we did not sign, what is for another purpose, and what is over. */
  read(value: string | undefined, purpose: SignedClaims['purpose'], nowMs: number): SignedClaims | undefined {
    if (value === undefined || value.length > MAX_CHARS) return undefined;
    const [payload = '', signature = ''] = value.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#signature(payload);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return claims.purpose === purpose && claims.expiresAtMs > nowMs ? claims : undefined;
  }

  #signature(payload: string): Buffer {
    return createHmac('sha256', this.#key).update(payload).digest();
  }
}
