import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import { scriptedModel } from '@naru/language-model/testing';
import { createMemoryOverrideStore } from '../memory/memory-override-store.ts';
import { createMemorySharedState } from '../memory/memory-shared-state.ts';
import type { OverrideAct } from '../overrides/override.ts';
import type { SharedState } from '../ports/shared-state.ts';
import { aRouter } from '../testing/a-router.ts';
import { readSharedOverride } from './read-shared-override.ts';

const QUESTION = { policy: 'default', mode: 'stream' } as const;
const FORCE: OverrideAct = { kind: 'force', provider: 'fallback_1' };

function setUp(clock = new FakeClock(), sharedState: SharedState = createMemorySharedState(clock)) {
  let made = 0;
  const ids = { newId: () => `id-${(made += 1)}` };
  const open = (overrideStore = createMemoryOverrideStore()) => {
    const models = { primary: scriptedModel('a', []), fallback_1: scriptedModel('b', []) };
    const { router } = aRouter({ models, clock, deps: { sharedState, overrideStore, ids } });
    const head = () => router.explain(QUESTION).chain[0];
    const put = (act: OverrideAct = FORCE) => {
      const outcome = router.overrides.put({ act, ttlMs: 60_000, reason: '점검' }, '운영자');
      return outcome.kind === 'made' ? outcome.override.id : '';
    };
    return { router, head, put, overrideStore };
  };
  return { clock, sharedState, open };
}

describe('an override (R-HLT-6)', () => {
  it('that one instance is told holds on all, and so does its end, whoever ends it', async () => {
    const { open } = setUp();
    const [one, other] = [open(), open()];
    const id = one.put();
    await settle();
    assert.equal(other.head(), 'fallback_1');
    assert.equal(other.router.overrides.end(id, '다른 운영자').kind, 'ended');
    await settle();
    assert.equal(one.head(), 'primary');
  });

  it('holds on an instance that starts later, and ends there at its time', async () => {
    const { open, clock } = setUp();
    open().put();
    await settle();
    const late = open();
    await settle();
    assert.equal(late.head(), 'fallback_1');
    await clock.advance(60_000);
    assert.equal(late.head(), 'primary');
  });

  it('that was ended while an instance was down does not come back with it', async () => {
    const { open } = setUp();
    const [one, other] = [open(), open()];
    const id = one.put();
    await settle();
    await one.router.close();
    other.router.overrides.end(id, '운영자');
    await settle();
    const again = open(one.overrideStore);
    await again.router.open();
    await settle();
    assert.equal(again.head(), 'primary');
    assert.equal(other.head(), 'primary');
  });

  it('gives way to one that was made later elsewhere, and not to one that was made before', async () => {
    const { open, clock } = setUp();
    const one = open();
    one.put();
    await clock.advance(10);
    const other = open();
    await settle();
    other.put({ kind: 'force', provider: 'primary' });
    await settle();
    assert.deepEqual([one.head(), other.head()], ['primary', 'primary']);
    one.router.overrides.adopt({
      id: 'old',
      act: FORCE,
      reason: '점검',
      author: '운영자',
      createdAtMs: 1,
      expiresAtMs: 50_000,
    });
    assert.equal(one.head(), 'primary');
  });

  it('holds where it was made though the shared state is down', async () => {
    const gone = async (): Promise<never> => {
      throw new Error('gone');
    };
    const down = { put: gone, remove: gone, entries: gone, acquire: gone, release: gone, listen: () => () => {} };
    const { open } = setUp(new FakeClock(), down);
    const one = open();
    one.put();
    await settle();
    assert.equal(one.head(), 'fallback_1');
    await one.router.open();
    await one.router.close();
  });

  it('cannot be read from what is no override', () => {
    const good = { id: 'a', act: FORCE, reason: 'r', author: 'o', createdAtMs: 1, expiresAtMs: 2 };
    assert.deepEqual(readSharedOverride(JSON.stringify({ override: good })), good);
    assert.equal(readSharedOverride('{"ended":true}'), 'ended');
    const strange = [
      '',
      'null',
      '[]',
      '{}',
      JSON.stringify({ override: { ...good, act: { kind: 'fly' } } }),
      JSON.stringify({ override: { ...good, act: { kind: 'force' } } }),
      JSON.stringify({ override: { ...good, expiresAtMs: null } }),
      JSON.stringify({ override: { ...good, author: 1 } }),
    ];
    for (const text of strange) assert.equal(readSharedOverride(text), undefined, text);
  });
});
