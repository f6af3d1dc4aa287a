import { timingSafeEqual } from 'node:crypto';
import { sha256Hex, type Clock } from '@naru/kernel';
import type { FastifyRequest } from 'fastify';
import { OPERATOR_ROLES, type OperatorRole, type OperatorTokenFile } from '../../secrets/operator-token-file.ts';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import { bearerToken } from './bearer-token.ts';
import { cookieName, readCookie } from './cookies.ts';
import { isSameOrigin } from './same-origin.ts';
import type { ClaimsSigner } from './signed-value.ts';

/** Somebody who runs Naru, as packages and audits know them. */
export interface Operator {
  readonly name: string;
  readonly role: OperatorRole;
}

export const OPERATOR_COOKIE = 'naru_operator';
export const OPERATOR_LOGIN_MS = 12 * 3_600_000;

export interface OperatorAuthDeps {
  readonly tokens: Pick<OperatorTokenFile, 'tokens'>;
  /** SHA-256 of `NARU_OPERATOR_TOKEN`, whose holder is an admin named `environment`. */
  readonly environmentHash: string | undefined;
  /** Everybody is an admin. For loopback addresses only, which the composition sees to. */
  readonly isOff: boolean;
  readonly signer: ClaimsSigner;
  readonly clock: Clock;
}

const EVERYBODY: Operator = { name: 'local', role: 'admin' };

/** Knows operators by bearer token or by the cookie that a token was exchanged for. */
export class OperatorAuth {
  readonly #deps: OperatorAuthDeps;

  constructor(deps: OperatorAuthDeps) {
    this.#deps = deps;
  }

  /** Who calls; `undefined` for anybody else. A cookie counts for a change only from our own pages. */
  operatorOf(request: FastifyRequest): Operator | undefined {
    if (this.#deps.isOff) return EVERYBODY;
    const token = bearerToken(request);
    if (token !== undefined) return this.operatorOfToken(token);
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isSameOrigin(request.headers)) return undefined;
    return this.#operatorOfCookie(request);
  }

  operatorOfToken(token: string): Operator | undefined {
    return this.#byHash(sha256Hex(token));
  }

  /** The cookie's value for the holder of a token. It dies with the token, and after twelve hours. */
  cookieFor(token: string): string {
    return this.#deps.signer.sign({
      purpose: 'operator',
      subject: sha256Hex(token),
      expiresAtMs: this.#deps.clock.now() + OPERATOR_LOGIN_MS,
    });
  }

  /** @throws {RequestProblem} unless an operator of at least this role calls */
  require(request: FastifyRequest, role: OperatorRole): Operator {
    const operator = this.operatorOf(request);
    if (!operator) {
      const message = 'An operator token is needed: "Authorization: Bearer <token>"; make one with: naru token new';
      throw new RequestProblem('unauthenticated', { message, headers: { 'www-authenticate': 'Bearer' } });
    }
    if (OPERATOR_ROLES.indexOf(operator.role) < OPERATOR_ROLES.indexOf(role)) {
      throw new RequestProblem('forbidden', {
        message: `The role ${role} is needed; this token has ${operator.role}.`,
      });
    }
    return operator;
  }

  #operatorOfCookie(request: FastifyRequest): Operator | undefined {
    const value = readCookie(header(request, 'cookie'), cookieName(OPERATOR_COOKIE, request.protocol === 'https'));
    const claims = this.#deps.signer.read(value, 'operator', this.#deps.clock.now());
    return claims && this.#byHash(claims.subject);
  }

  #byHash(hash: string): Operator | undefined {
    const { environmentHash, tokens } = this.#deps;
    if (environmentHash !== undefined && isEqualHash(hash, environmentHash)) {
      return { name: 'environment', role: 'admin' };
    }
    const stored = tokens.tokens().find(candidate => isEqualHash(candidate.hash, hash));
    return stored && { name: stored.name, role: stored.role };
  }
}

function isEqualHash(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
