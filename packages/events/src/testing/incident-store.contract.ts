import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { IncidentStore } from '../ports/incident-store.ts';
import { anIncident } from './an-incident.ts';

/** What every `IncidentStore` must do. Each implementation's test calls this once. */
export function describeIncidentStore(
  name: string,
  setUp: (t: TestContext) => IncidentStore | Promise<IncidentStore>,
): void {
  const idsOf = (incidents: readonly { readonly id: string }[]): string[] => incidents.map(({ id }) => id);

  describe(`${name} (IncidentStore contract)`, () => {
    it('gives back what was saved', async t => {
      const store = await setUp(t);
      const incident = anIncident({ state: { name: 'acknowledged', by: '김운영', atMs: 5 }, reopenedAtMs: [1, 2] });
      assert.equal(await store.save(incident), true);
      assert.deepEqual(await store.find('incident-1'), incident);
      assert.equal(await store.find('constructor'), undefined);
    });

    it('takes the next revision only: of two that change the same, one is refused', async t => {
      const store = await setUp(t);
      await store.save(anIncident());
      const changes = [anIncident({ revision: 2, affected: 11 }), anIncident({ revision: 2, affected: 12 })];
      const saved = await Promise.all(changes.map(change => store.save(change)));
      assert.deepEqual(saved.toSorted(), [false, true]);
      assert.equal(await store.save(anIncident({ revision: 4 })), false, 'a revision was missed');
      assert.equal(await store.save(anIncident({ revision: 1 })), false, 'it is there already');
    });

    it('lets one incident live for a fingerprint', async t => {
      const store = await setUp(t);
      assert.equal(await store.save(anIncident()), true);
      assert.equal(await store.save(anIncident({ id: 'incident-2' })), false);
      await store.save(anIncident({ revision: 2, state: { name: 'resolved', atMs: 9 } }));
      assert.equal(await store.save(anIncident({ id: 'incident-2' })), true);
      assert.equal(await store.save(anIncident({ revision: 3, state: { name: 'reopened' } })), false);
    });

    it('remembers those that live, and those resolved not long ago, the oldest first', async t => {
      const store = await setUp(t);
      const resolved = (atMs: number) => ({ name: 'resolved', atMs }) as const;
      await store.save(anIncident({ id: 'young', fingerprint: 'a', openedAtMs: 30 }));
      await store.save(anIncident({ id: 'just', fingerprint: 'b', openedAtMs: 20, state: resolved(100) }));
      await store.save(anIncident({ id: 'long-ago', fingerprint: 'c', openedAtMs: 10, state: resolved(99) }));
      assert.deepEqual(idsOf(await store.recent(100)), ['just', 'young']);
    });

    it('lists those of a span of time, the latest first', async t => {
      const store = await setUp(t);
      const spans = { early: [10, 20], across: [15, 40], late: [50, 60] } as const;
      for (const [id, [openedAtMs, lastSeenAtMs]] of Object.entries(spans)) {
        const state = id === 'early' ? ({ name: 'resolved', atMs: 25 } as const) : ({ name: 'open' } as const);
        await store.save(anIncident({ id, fingerprint: id, openedAtMs, lastSeenAtMs, state }));
      }
      assert.deepEqual(idsOf(await store.list({ limit: 10 })), ['late', 'across', 'early']);
      assert.deepEqual(idsOf(await store.list({ fromMs: 30, untilMs: 50, limit: 10 })), ['across']);
      assert.deepEqual(idsOf(await store.list({ onlyLive: true, limit: 1 })), ['late']);
    });
  });
}
