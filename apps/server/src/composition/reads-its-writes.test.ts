import assert from 'node:assert/strict';
import { it } from 'node:test';
import { settle } from '@naru/kernel/testing';
import type { AuditRecord, OverrideStore } from '@naru/router';
import { createMemoryOverrideStore } from '@naru/router/memory';
import { readsItsWrites } from './reads-its-writes.ts';

const RECORD: AuditRecord = {
  id: 'o made',
  kind: 'override',
  action: 'made',
  atMs: 1,
  overrideId: 'o',
  act: { kind: 'block', provider: 'a' },
  author: 'kim',
  reason: 'test',
};

/** A store whose writes end when they are told to. */
function setUp() {
  const memory = createMemoryOverrideStore();
  const gate = Promise.withResolvers<void>();
  const slow: OverrideStore = { ...memory, apply: change => gate.promise.then(() => memory.apply(change)) };
  return { store: readsItsWrites(slow), gate };
}

it('shows in the audit what was handed over before, however long the write takes', async () => {
  const { store, gate } = setUp();
  const write = store.apply({ made: [], endedIds: [], audit: [RECORD] });
  let read: readonly AuditRecord[] | undefined;
  const reading = store.audit({ beforeMs: 10, limit: 10 }).then(records => (read = records));
  await settle();
  assert.equal(read, undefined);
  gate.resolve();
  await Promise.all([write, reading]);
  assert.deepEqual(read, [RECORD]);
});

it('reads on after a write that failed, of which only the writer hears', async () => {
  const { store, gate } = setUp();
  const write = store.apply({ made: [], endedIds: [], audit: [RECORD] });
  gate.reject(new Error('disk full'));
  await assert.rejects(write, /disk full/);
  assert.deepEqual(await store.audit({ beforeMs: 10, limit: 10 }), []);
});
