import { sha256Hex } from '@naru/kernel';
import type { FastifyRequest } from 'fastify';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import { bearerToken } from './bearer-token.ts';
import { takeFrom } from './rate-limit.ts';
import type { SlidingLimit } from './sliding-limit.ts';

/** One gateway key, as configured. */
export interface ApiKey {
  /** SHA-256 of the key, hex. */
  readonly hash: string;
  /** Whose calls these are, for policies, budgets and labels. */
  readonly tenant: string | undefined;
}

/** Who calls the gateway. `open` is anybody, where no key is configured. */
export type GatewayCaller = { readonly kind: 'open' } | { readonly kind: 'keyed'; readonly tenant: string | undefined };

export interface ApiKeyAuthDeps {
  readonly keys: readonly ApiKey[];
  /** Whether calls without any configured key are let through: on a loopback address only. */
  readonly allowsOpen: boolean;
  readonly addressLimit: SlidingLimit;
  readonly keyLimit: SlidingLimit;
}

const OPEN: GatewayCaller = { kind: 'open' };

/** Knows the gateway's callers by API key. */
export class ApiKeyAuth {
  readonly #deps: ApiKeyAuthDeps;
  // By hash: what an attacker learns from the time of a look-up is of no use without the key behind the hash.
  readonly #byHash: ReadonlyMap<string, GatewayCaller>;

  constructor(deps: ApiKeyAuthDeps) {
    this.#deps = deps;
    this.#byHash = new Map(
      deps.keys.map(({ hash, tenant }): [string, GatewayCaller] => [hash, { kind: 'keyed', tenant }]),
    );
  }

  /** @throws {RequestProblem} for a missing or unknown key, and when the caller has used up its minute */
  callerOf(request: FastifyRequest): GatewayCaller {
    if (this.#byHash.size === 0 && this.#deps.allowsOpen) {
      refuseForeignPage(request);
      takeFrom(this.#deps.addressLimit, request.ip);
      return OPEN;
    }
    const token = bearerToken(request);
    const hash = token === undefined ? '' : sha256Hex(token);
    const caller = this.#byHash.get(hash);
    if (caller) {
      takeFrom(this.#deps.keyLimit, hash);
      return caller;
    }
    takeFrom(this.#deps.addressLimit, request.ip);
    throw new RequestProblem('unauthenticated', { message: this.#advice(token !== undefined) });
  }

  #advice(isGiven: boolean): string {
    if (this.#byHash.size === 0) {
      return 'The gateway is closed: it listens on a public address and no API key is configured (NARU_API_KEYS).';
    }
    return isGiven ? 'Incorrect API key provided.' : 'An API key is needed: "Authorization: Bearer <key>".';
  }
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A web page that had its name point at us (DNS rebinding) names itself in `Origin`. */
function refuseForeignPage(request: FastifyRequest): void {
  const origin = header(request, 'origin');
  if (origin === undefined) return;
  if (!URL.canParse(origin) || !LOOPBACK_NAMES.has(new URL(origin).hostname)) throw new RequestProblem('origin_denied');
}
