import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { createSystemIds, systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { createSqlLedgerStore, createSqlOverrideStore, openSqlite } from '@naru/sql';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { compose } from './compose.ts';

const WORLD = { clock: systemClock, random: systemRandom, ids: createSystemIds(), logger: recordingLogger() };

async function composeIn(dataDir: string) {
  const root = join(import.meta.dirname, '../../../..');
  const env = { NARU_DATA_DIR: dataDir, NARU_KNOWLEDGE_DIR: join(root, 'knowledge') };
  const sources = { env, readFile: () => undefined };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok');
  return compose(new LiveConfig(sources, loaded), WORLD);
}

it('keeps overrides, audit and ledger over a restart (R-OPS-1, R-COST-2)', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-kept-'));
  try {
    {
      await using app = await composeIn(dataDir);
      const act = { kind: 'drain', provider: 'primary' } as const;
      assert.equal(app.router.overrides.put({ act, ttlMs: 60_000, reason: 'x' }, 'kim').kind, 'made');
      const answer = await app.face.publicListener.http.inject({
        method: 'POST',
        url: '/v1/chat/completions',
        payload: { model: 'auto', messages: [{ role: 'user', content: '배송은?' }] },
      });
      assert.equal(answer.statusCode, 200);
    }
    {
      await using app = await composeIn(dataDir);
      assert.deepEqual(
        app.router.overrides.list().map(({ act, author }) => [act.kind, author]),
        [['drain', 'kim']],
      );
    }
    await using database = await openSqlite({ path: join(dataDir, 'naru.db'), ...WORLD });
    const always = { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER, limit: 10 };
    const rows = await createSqlLedgerStore(database).attempts(always);
    assert.deepEqual(
      rows.map(({ provider, outcome }) => [provider, outcome]),
      [['primary', 'ok']],
    );
    const audit = await createSqlOverrideStore(database).audit({ beforeMs: Number.MAX_SAFE_INTEGER, limit: 10 });
    assert.deepEqual(
      audit.map(({ action }) => action),
      ['made'],
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
