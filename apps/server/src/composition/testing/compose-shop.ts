import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemIds, systemClock, systemRandom, type Clock } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { openSqlite } from '@naru/sql';
import { SignJWT } from 'jose';
import { LiveConfig, loadConfig } from '../../config/index.ts';
import { compose } from '../compose.ts';

const JWT_SECRET = 'a shop secret that is long enough for HS256';
const ROOT = join(import.meta.dirname, '../../../../..');

/** The machine's clock, which a test may put forward. */
export function forwardableClock(): Clock & { forward(ms: number): void } {
  let aheadMs = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
    forward(ms) {
      aheadMs += ms;
    },
  };
}

/** The whole application on loopback over a database of its own, which the test may look into beside it. */
export async function composeShop(env: Readonly<Record<string, string>> = {}) {
  await using opening = new AsyncDisposableStack();
  const dataDir = opening.adopt(mkdtempSync(join(tmpdir(), 'naru-shop-')), path =>
    rmSync(path, { recursive: true, force: true }),
  );
  const given = {
    NARU_DATA_DIR: dataDir,
    NARU_KNOWLEDGE_DIR: join(ROOT, 'knowledge'),
    NARU_USER_JWT_SECRET: JWT_SECRET,
    NARU_OPERATOR_TOKEN: 'off',
    ...env,
  };
  const sources = { env: given, readFile: () => undefined };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok', JSON.stringify(loaded));
  const clock = forwardableClock();
  const logger = recordingLogger();
  const world = { clock, random: systemRandom, ids: createSystemIds(), logger };
  const app = opening.use(await compose(new LiveConfig(sources, loaded), world));
  const publicUrl = await app.face.publicListener.http.listen({ host: '127.0.0.1', port: 0 });
  const internalUrl = await app.face.internalListener.http.listen({ host: '127.0.0.1', port: 0 });
  opening.defer(() => app.face.publicListener.http.close());
  opening.defer(() => app.face.internalListener.http.close());
  const database = opening.use(await openSqlite({ path: join(dataDir, 'naru.db'), ...world }));
  const resources = opening.move();
  return {
    app,
    clock,
    logger,
    database,
    publicUrl,
    internalUrl,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** The shop's word for who somebody is. */
export function shopToken(userId: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JWT_SECRET));
}

/** Calls with JSON. @returns status, headers and body */
export async function callJson(url: string, headers: Readonly<Record<string, string>> = {}, body?: object) {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as unknown,
  };
}
