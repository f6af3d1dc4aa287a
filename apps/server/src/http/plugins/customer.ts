import type { Owner } from '@naru/chat';
import { sha256Hex, type Clock, type Ids } from '@naru/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import { bearerToken } from './bearer-token.ts';
import { cookieName, readCookie, writeCookie } from './cookies.ts';
import { isSameOrigin } from './same-origin.ts';
import type { ClaimsSigner } from './signed-value.ts';
import type { VerifyUserToken } from './user-token.ts';

const ANONYMOUS_COOKIE = 'naru_customer';
const USER_COOKIE = 'naru_user';
const ANONYMOUS_SECONDS = 30 * 86_400;
const USER_LOGIN_MS = 12 * 3_600_000;
/** 128 bits in hex, as `Ids` makes them. */
const SECRET = /^[0-9a-f]{32}$/;

export interface CustomerAuthDeps {
  readonly verifyUserToken: VerifyUserToken | undefined;
  readonly signer: ClaimsSigner;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Knows customers: by the shop's signed token, by the cookie it was exchanged for, else by an anonymous cookie.
 * Only a hash of the anonymous secret leaves this class.
 */
export class CustomerAuth {
  readonly #deps: CustomerAuthDeps;

  constructor(deps: CustomerAuthDeps) {
    this.#deps = deps;
  }

  /**
   * Who calls, where that can be told; a caller without credentials owns nothing yet.
   *
   * @throws {RequestProblem} for a token that is not valid, or a change by cookie from a foreign page
   */
  async find(request: FastifyRequest): Promise<Owner | undefined> {
    const token = bearerToken(request);
    if (token !== undefined) return this.#ownerOfToken(token);
    const owner = this.findByCookie(request);
    if (owner && request.method !== 'GET' && !isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    return owner;
  }

  /** As `find`; who is new gets an anonymous cookie with the answer. */
  async findOrMake(request: FastifyRequest, reply: FastifyReply): Promise<Owner> {
    const owner = await this.find(request);
    if (owner) return owner;
    if (request.method !== 'GET' && !isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const secret = this.#deps.ids.newId();
    const isSecure = request.protocol === 'https';
    const cookie = { name: ANONYMOUS_COOKIE, value: secret, maxAgeSeconds: ANONYMOUS_SECONDS, isSecure };
    reply.header('set-cookie', writeCookie(cookie));
    return anonymousOwner(secret);
  }

  /**
   * Exchanges the shop's token for a cookie of twelve hours.
   *
   * @throws {RequestProblem} for a missing or invalid token
   */
  async signIn(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn> {
    const token = bearerToken(request);
    if (token === undefined) throw new RequestProblem('unauthenticated');
    if (!isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const owner = await this.#ownerOfToken(token);
    if (owner.kind !== 'user') throw new TypeError('a token names a user');
    const { userId } = owner;
    const expiresAtMs = this.#deps.clock.now() + USER_LOGIN_MS;
    const value = this.#deps.signer.sign({ purpose: 'customer', subject: userId, expiresAtMs });
    const isSecure = request.protocol === 'https';
    reply.header(
      'set-cookie',
      writeCookie({ name: USER_COOKIE, value, maxAgeSeconds: USER_LOGIN_MS / 1_000, isSecure }),
    );
    return { userId, expiresAtMs };
  }

  signOut(request: FastifyRequest, reply: FastifyReply): void {
    if (!isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const isSecure = request.protocol === 'https';
    reply.header('set-cookie', writeCookie({ name: USER_COOKIE, value: '', maxAgeSeconds: 0, isSecure }));
  }

  async #ownerOfToken(token: string): Promise<Owner> {
    const subject = await this.#deps.verifyUserToken?.(token);
    if (subject === undefined)
      throw new RequestProblem('unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
    return { kind: 'user', userId: subject };
  }

  /** The owner behind the cookies alone. */
  findByCookie(request: FastifyRequest): Owner | undefined {
    const cookies = header(request, 'cookie');
    if (cookies === undefined) return undefined;
    const isSecure = request.protocol === 'https';
    const user = readCookie(cookies, cookieName(USER_COOKIE, isSecure));
    const claims = this.#deps.signer.read(user, 'customer', this.#deps.clock.now());
    if (claims) return { kind: 'user', userId: claims.subject };
    const secret = readCookie(cookies, cookieName(ANONYMOUS_COOKIE, isSecure));
    return secret !== undefined && SECRET.test(secret) ? anonymousOwner(secret) : undefined;
  }
}

export interface SignedIn {
  readonly userId: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
}

function anonymousOwner(secret: string): Owner {
  return { kind: 'anonymous', anonymousId: sha256Hex(secret) };
}
