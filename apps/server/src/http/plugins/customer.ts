import type { Owner } from '@naru/chat';
import { sha256Hex, type Clock, type Ids } from '@naru/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import { bearerToken } from './bearer-token.ts';
import { cookieName, readCookie, writeCookie } from './cookies.ts';
import type { Login } from './login.ts';
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
  /** Makes a visitor's conversations a user's. */
  readonly adopt?: (visitor: Owner, user: Owner) => Promise<void>;
  /** Told which logins a browser leaves when it signs in or out: what stands on them must end. */
  readonly onLoginsLeft?: (loginKeys: readonly string[]) => void;
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
    return (await this.#findLogin(request))?.owner;
  }

  async #findLogin(request: FastifyRequest): Promise<Login | undefined> {
    const token = bearerToken(request);
    if (token !== undefined) {
      const owner = await this.#ownerOfToken(token);
      return { owner, key: `token:${sha256Hex(token)}`, expiresAtMs: this.#deps.clock.now() + USER_LOGIN_MS };
    }
    const login = this.loginByCookie(request);
    if (login && request.method !== 'GET' && !isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    return login;
  }

  /** As `find`; who is new gets an anonymous cookie with the answer. */
  async findOrMake(request: FastifyRequest, reply: FastifyReply): Promise<Owner> {
    return (await this.loginFor(request, reply)).owner;
  }

  /** As `findOrMake`, with what a connection that outlives the request must know. */
  async loginFor(request: FastifyRequest, reply: FastifyReply): Promise<Login> {
    const login = await this.#findLogin(request);
    if (login) return login;
    if (request.method !== 'GET' && !isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const secret = this.#deps.ids.newId();
    const isSecure = request.protocol === 'https';
    const cookie = { name: ANONYMOUS_COOKIE, value: secret, maxAgeSeconds: ANONYMOUS_SECONDS, isSecure };
    reply.header('set-cookie', writeCookie(cookie));
    return anonymousLogin(secret);
  }

  /**
   * Exchanges the shop's token for a cookie of twelve hours, and gives the visitor's conversations to the user.
   *
   * @param demoUserId whom to sign in as without a token
   * @throws {RequestProblem} for a missing or invalid token
   */
  async signIn(request: FastifyRequest, reply: FastifyReply, demoUserId?: string): Promise<SignedIn> {
    const token = bearerToken(request);
    if (token === undefined && demoUserId === undefined) throw new RequestProblem('unauthenticated');
    if (!isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const owner: Owner =
      token === undefined ? { kind: 'user', userId: demoUserId ?? '' } : await this.#ownerOfToken(token);
    if (owner.kind !== 'user') throw new TypeError('a token names a user');
    const { userId } = owner;
    const visitor = this.#loginsByCookie(request).find(login => login.owner.kind === 'anonymous');
    if (visitor) await this.#deps.adopt?.(visitor.owner, owner);
    const expiresAtMs = this.#deps.clock.now() + USER_LOGIN_MS;
    const value = this.#deps.signer.sign({ purpose: 'customer', subject: userId, expiresAtMs });
    const isSecure = request.protocol === 'https';
    this.#leaveLogins(request);
    reply.header(
      'set-cookie',
      writeCookie({ name: USER_COOKIE, value, maxAgeSeconds: USER_LOGIN_MS / 1_000, isSecure }),
    );
    // Whoever signs out later in this browser is a new visitor.
    if (visitor) {
      reply.header('set-cookie', writeCookie({ name: ANONYMOUS_COOKIE, value: '', maxAgeSeconds: 0, isSecure }));
    }
    return { userId, expiresAtMs };
  }

  signOut(request: FastifyRequest, reply: FastifyReply): void {
    if (!isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const isSecure = request.protocol === 'https';
    this.#leaveLogins(request);
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
    return this.loginByCookie(request)?.owner;
  }

  /** The login behind the cookies alone. */
  loginByCookie(request: FastifyRequest): Login | undefined {
    return this.#loginsByCookie(request)[0];
  }

  /** The user's, where there is one, then the anonymous one. */
  #loginsByCookie(request: FastifyRequest): readonly Login[] {
    const cookies = header(request, 'cookie');
    if (cookies === undefined) return [];
    const isSecure = request.protocol === 'https';
    const user = readCookie(cookies, cookieName(USER_COOKIE, isSecure));
    const claims = this.#deps.signer.read(user, 'customer', this.#deps.clock.now());
    const secret = readCookie(cookies, cookieName(ANONYMOUS_COOKIE, isSecure));
    const logins: Login[] = [];
    if (claims && user !== undefined) {
      const { subject, expiresAtMs } = claims;
      logins.push({ owner: { kind: 'user', userId: subject }, key: `user:${sha256Hex(user)}`, expiresAtMs });
    }
    if (secret !== undefined && SECRET.test(secret)) logins.push(anonymousLogin(secret));
    return logins;
  }

  #leaveLogins(request: FastifyRequest): void {
    this.#deps.onLoginsLeft?.(this.#loginsByCookie(request).map(({ key }) => key));
  }
}

export interface SignedIn {
  readonly userId: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
}

function anonymousLogin(secret: string): Login {
  const anonymousId = sha256Hex(secret);
  return {
    owner: { kind: 'anonymous', anonymousId },
    key: `anonymous:${anonymousId}`,
    expiresAtMs: Number.POSITIVE_INFINITY,
  };
}
