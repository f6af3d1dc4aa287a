import type { JWTVerifyOptions } from 'jose';
import { KnownTokens } from './known-tokens.ts';

/** How the shop signs its customers' tokens. */
export interface UserTokenSettings {
  /** For HS256, HS384, HS512. */
  readonly secret?: string | undefined;
  /** Where the shop publishes its public keys; asked only when a token arrives. */
  readonly jwksUrl?: string | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
}

/** Gives the subject of a valid token, `undefined` for any other. */
export type VerifyUserToken = (token: string) => Promise<string | undefined>;

const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
// Public keys only: an HMAC "signed" with a public key is the oldest trick against verifiers.
const PUBLIC_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 30;

/** `undefined` when no way to check tokens is configured. */
export function createUserTokenVerifier(settings: UserTokenSettings): VerifyUserToken | undefined {
  const { secret, jwksUrl } = settings;
  if (secret === undefined && jwksUrl === undefined) return undefined;
  let verify: Promise<VerifyUserToken> | undefined;
  return async token => {
    // Loaded at the first token: most installations start without signed-in users.
    verify ??= build(settings);
    return (await verify)(token);
  };
}

async function build({ secret, jwksUrl, issuer, audience }: UserTokenSettings): Promise<VerifyUserToken> {
  const jose = await import('jose');
  const options: JWTVerifyOptions = {
    algorithms: secret === undefined ? PUBLIC_ALGORITHMS : SECRET_ALGORITHMS,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  };
  const keys = secret === undefined ? undefined : await secretKeys(secret);
  const remoteKeys = jose.createRemoteJWKSet(new URL(jwksUrl ?? 'https://unused.invalid'));
  const known = keys && new KnownTokens();
  return async token => {
    const subject = known?.subjectOf(token);
    if (subject !== undefined) return subject;
    try {
      const { payload } = keys
        ? await jose.jwtVerify(token, ({ alg }) => keyFor(keys, alg), options)
        : await jose.jwtVerify(token, remoteKeys, options);
      if (payload.sub === undefined || payload.sub === '') return undefined;
      known?.keep(token, payload.sub, ((payload.exp ?? 0) + CLOCK_TOLERANCE_SECONDS) * 1_000);
      return payload.sub;
    } catch (error) {
      if (error instanceof jose.errors.JOSEError) return undefined;
      throw error;
    }
  };
}

/** One for each algorithm, made once: jose would import the secret anew for every token, on another thread. */
async function secretKeys(secret: string): Promise<ReadonlyMap<string, CryptoKey>> {
  const bytes = new TextEncoder().encode(secret);
  const keys = SECRET_ALGORITHMS.map(async (name): Promise<[string, CryptoKey]> => {
    const algorithm = { name: 'HMAC', hash: `SHA-${name.slice('HS'.length)}` };
    return [name, await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify'])];
  });
  return new Map(await Promise.all(keys));
}

/** The algorithm has been checked before the key is asked for. */
function keyFor(keys: ReadonlyMap<string, CryptoKey>, name: string | undefined): CryptoKey {
  const key = keys.get(name ?? '');
  if (!key) throw new TypeError('A token of this algorithm must have been refused');
  return key;
}
