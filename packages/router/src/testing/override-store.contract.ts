import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { auditOf } from '../overrides/audit-record.ts';
import type { OverrideAct } from '../overrides/override.ts';
import type { OverrideChange, OverrideStore } from '../ports/override-store.ts';
import { anOverride } from './an-override.ts';

const EVER = { beforeMs: Number.MAX_SAFE_INTEGER, limit: 100 };
const aChange = (change: Partial<OverrideChange>): OverrideChange => ({ made: [], endedIds: [], audit: [], ...change });

/** What every `OverrideStore` must do. Each implementation's test calls this once. */
export function describeOverrideStore(
  name: string,
  /** Gives an empty store; what it opens for that, it closes with `t.after`. */
  open: (t: TestContext) => OverrideStore | Promise<OverrideStore>,
): void {
  describe(`${name} (OverrideStore contract)`, () => {
    it('gives every kind of override back as it was made', async t => {
      const store = await open(t);
      const acts: readonly OverrideAct[] = [
        { kind: 'force', provider: 'none' },
        { kind: 'block', provider: 'https://a.example/v1#"large"' },
        { kind: 'drain', provider: 'primary' },
        { kind: 'canary', provider: 'primary', enabled: true, share: 0.25 },
        { kind: 'canary', enabled: false },
        { kind: 'cost_steering', enabled: false },
        { kind: 'intent', intent: 'REFUND', provider: 'primary' },
      ];
      const made = acts.map((act, index) =>
        anOverride({ id: `override-${index}`, act, reason: '점검 "중"\u0000', createdAtMs: index }),
      );
      await store.apply(aChange({ made }));
      assert.deepEqual(await store.list(), made);
    });

    it('lists what has not ended in the order in which it was made', async t => {
      const store = await open(t);
      await store.apply(aChange({ made: [anOverride({ id: 'b', createdAtMs: 20 })] }));
      await store.apply(aChange({ made: [anOverride({ id: 'a', createdAtMs: 10 }), anOverride({ id: 'c' })] }));
      await store.apply(aChange({ endedIds: ['c', 'nobody'] }));
      assert.deepEqual(
        (await store.list()).map(({ id }) => id),
        ['a', 'b'],
      );
    });

    it('changes nothing when a change is sent again', async t => {
      const store = await open(t);
      const override = anOverride();
      const made = aChange({ made: [override], audit: [auditOf(override, 'made', 'operator', 1)] });
      const ended = aChange({ endedIds: [override.id], audit: [auditOf(override, 'ended', 'other', 2)] });
      await store.apply(made);
      await store.apply(made);
      await store.apply(ended);
      await store.apply(ended);
      await store.apply(made);
      assert.deepEqual(await store.list(), [], 'what has ended does not come back');
      assert.equal((await store.audit(EVER)).length, 2);
    });

    it('tells what was done, newest first, and no more than is wanted (R-OPS-1)', async t => {
      const store = await open(t);
      const override = anOverride();
      const audit = [1, 2, 3].map(atMs => auditOf(anOverride({ id: `${atMs}` }), 'made', '운영자', atMs));
      await store.apply(aChange({ made: [override], audit }));
      assert.deepEqual(await store.audit({ beforeMs: 3, limit: 9 }), [audit[1], audit[0]]);
      assert.deepEqual(await store.audit({ beforeMs: 9, limit: 1 }), [audit[2]]);
    });

    it('gives page after page of the audit, each act once, also where many were done in one instant', async t => {
      const store = await open(t);
      const audit = ['a', 'b', 'c', 'd', 'e'].map((id, index) =>
        auditOf(anOverride({ id }), 'made', 'operator', index < 4 ? 7 : 6),
      );
      await store.apply(aChange({ audit }));
      const seen: string[] = [];
      let place: { readonly beforeMs: number; readonly beforeId?: string } = { beforeMs: 99 };
      for (let page = await store.audit({ ...place, limit: 2 }); page.length > 0;) {
        seen.push(...page.map(({ overrideId }) => overrideId));
        const last = page.at(-1);
        assert.ok(last);
        place = { beforeMs: last.atMs, beforeId: last.id };
        page = await store.audit({ ...place, limit: 2 });
      }
      assert.deepEqual(seen, ['d', 'c', 'b', 'a', 'e']);
    });

    it('keeps an expiry once, whoever tells it', async t => {
      const store = await open(t);
      const override = anOverride();
      for (const atMs of [5, 6]) {
        await store.apply(aChange({ endedIds: [override.id], audit: [auditOf(override, 'expired', 'naru', atMs)] }));
      }
      assert.deepEqual(
        (await store.audit(EVER)).map(({ atMs }) => atMs),
        [5],
      );
    });
  });
}
