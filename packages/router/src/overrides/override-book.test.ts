import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger, sequentialIds, settle } from '@naru/kernel/testing';
import { createMemoryOverrideStore } from '../memory/memory-override-store.ts';
import type { OverrideStore } from '../ports/override-store.ts';
import type { OverrideChangedEvent } from '../telemetry/router-event.ts';
import { THREE_PROVIDERS } from '../testing/a-stage-run.ts';
import { anOverride } from '../testing/an-override.ts';
import type { OverrideRequest } from './check-override.ts';
import { OverrideBook } from './override-book.ts';
import type { OverrideAct } from './override.ts';

const EVER = { beforeMs: Infinity, limit: 100 };
const FORCE: OverrideAct = { kind: 'force', provider: 'primary' };

function setUp({ store = createMemoryOverrideStore() }: { store?: OverrideStore } = {}) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const events: OverrideChangedEvent[] = [];
  const ids = sequentialIds();
  const open = () => new OverrideBook({ store, clock, ids, logger, emit: event => events.push(event) });
  const book = open();
  const put = (request: Partial<OverrideRequest> = {}, author = '운영자') =>
    book.put({ act: FORCE, ttlMs: 60_000, reason: '점검', ...request }, author, THREE_PROVIDERS, false);
  const actions = async () =>
    (await store.audit(EVER)).map(({ action, author }) => `${action} by ${author}`).toReversed();
  return { clock, logger, events, store, book, open, put, actions };
}

describe('overrides of operators (R-OPS-1)', () => {
  it('hold at once, are told and audited', async () => {
    const { book, events, put, actions, store } = setUp();
    const outcome = put();
    assert.equal(outcome.kind, 'made');
    assert.deepEqual(
      book.active.map(({ act, author, reason, expiresAtMs }) => [act, author, reason, expiresAtMs]),
      [[FORCE, '운영자', '점검', 60_000]],
    );
    assert.deepEqual(
      events.map(({ action }) => action),
      ['made'],
    );
    await book.saved;
    assert.deepEqual(await store.list(), book.active);
    assert.deepEqual(await actions(), ['made by 운영자']);
  });

  it('end at their time by themselves, also in the audit, and leave no timer', async () => {
    const { book, clock, events, put, actions, store } = setUp();
    put();
    await clock.advance(59_999);
    assert.equal(book.active.length, 1);
    await clock.advance(1);
    assert.equal(book.active.length, 0);
    assert.deepEqual(
      events.map(({ action }) => action),
      ['made', 'expired'],
    );
    assert.deepEqual(await actions(), ['made by 운영자', 'expired by naru']);
    assert.deepEqual(await store.list(), []);
    assert.equal(clock.pending, 0);
  });

  it('end when an operator says so, once', async () => {
    const { book, clock, put, actions } = setUp();
    const made = put();
    const id = made.kind === 'made' ? made.override.id : '';
    await clock.advance(1);
    assert.equal(book.end(id, '다른 운영자').kind, 'ended');
    assert.equal(book.end(id, '다른 운영자').kind, 'not_found');
    assert.equal(book.active.length, 0);
    await book.saved;
    assert.deepEqual(await actions(), ['made by 운영자', 'ended by 다른 운영자']);
  });

  it('give way to the next one that says the same thing, and only to that', async () => {
    const { book, put, actions } = setUp();
    put();
    put({ act: { kind: 'block', provider: 'fallback_1' } });
    const second = put({ act: { kind: 'force', provider: 'fallback_2' } });
    assert.equal(second.kind === 'made' && second.replaced.length, 1);
    assert.deepEqual(
      book.active.map(({ act }) => act.kind === 'force' && act.provider),
      [false, 'fallback_2'],
    );
    await book.saved;
    assert.equal((await actions()).filter(action => action === 'replaced by 운영자').length, 1);
  });

  it('hold again after a restart, but for those that have expired meanwhile', async () => {
    const { clock, open, put, book, actions } = setUp();
    put();
    put({ act: { kind: 'drain', provider: 'fallback_1' }, ttlMs: 600_000 });
    await book.saved;
    book.close();
    await clock.advance(60_000);
    const next = open();
    await next.restore();
    assert.deepEqual(
      next.active.map(({ act }) => act.kind),
      ['drain'],
    );
    await next.saved;
    assert.ok((await actions()).includes('expired by naru'));
  });

  it('that were made before the store could be read win over older ones in it, which end there', async () => {
    const older = anOverride({ id: 'older', author: '김', createdAtMs: -1_000 });
    const { store, book, put, actions } = setUp();
    await store.apply({ made: [older], endedIds: [], audit: [] });
    const made = put();
    await book.saved;
    await book.restore();
    await book.restore();
    const own = made.kind === 'made' ? [made.override] : [];
    assert.deepEqual(book.active, own);
    await book.saved;
    assert.deepEqual(await store.list(), own);
    assert.deepEqual((await actions()).toSorted(), ['made by 운영자', 'replaced by naru']);
  });

  it('hold though the store is away, which hears of all in the end, in order', async () => {
    const memory = createMemoryOverrideStore();
    let isAway = true;
    const store: OverrideStore = {
      ...memory,
      async apply(change) {
        if (isAway) throw new Error('locked');
        await memory.apply(change);
      },
    };
    const { book, clock, logger, put, actions } = setUp({ store });
    const made = put();
    await settle();
    assert.equal(book.active.length, 1);
    assert.equal(logger.entries.length, 1);
    await clock.advance(1);
    book.end(made.kind === 'made' ? made.override.id : '', '운영자');
    await settle();
    isAway = false;
    await clock.advance(5_000);
    assert.deepEqual(await actions(), ['made by 운영자', 'ended by 운영자']);
    assert.deepEqual(await memory.list(), []);
  });

  it('of another instance hold here too, and are its to audit', async () => {
    const { book, actions } = setUp();
    book.adopt(anOverride());
    assert.equal(book.active.length, 1);
    book.forget('override-1');
    assert.equal(book.active.length, 0);
    assert.deepEqual(await actions(), []);
  });

  it('are a hundred at most', () => {
    const { put } = setUp();
    const outcomes = Array.from({ length: 101 }, (_, index) =>
      put({ act: { kind: 'intent', intent: `INTENT_${index}`, provider: 'primary' } }),
    );
    assert.equal(outcomes.filter(({ kind }) => kind === 'made').length, 100);
  });

  const refused: readonly (readonly [string, Partial<OverrideRequest>, RegExp])[] = [
    ['a provider that is nobody', { act: { kind: 'force', provider: 'https://key@x.example' } }, /known: primary/],
    ['no time', { ttlMs: 0 }, /ttl must be from 1 to 604800 seconds, got 0/],
    ['an endless time', { ttlMs: Infinity }, /ttl must be/],
    ['time that is no number', { ttlMs: Number.NaN }, /ttl must be/],
    ['no reason', { reason: ' ' }, /reason must be 1 to 500/],
    ['a share beyond all', { act: { kind: 'canary', provider: 'primary', share: 2 } }, /share must be from 0 to 1/],
    ['a canary of whom nothing is known', { act: { kind: 'canary', share: 0.5 } }, /provider and share are needed/],
    ['a canary without a wish', { act: { kind: 'canary' } }, /got none of them/],
    ['draining nobody', { act: { kind: 'drain', provider: 'none' } }, /cannot be drained/],
    ['a strange intent', { act: { kind: 'intent', intent: 'a b', provider: 'primary' } }, /intent must be/],
  ];
  for (const [what, request, problem] of refused) {
    it(`refuse ${what}, and never repeat an address`, () => {
      const { book, put } = setUp();
      const outcome = put(request);
      assert.ok(outcome.kind === 'refused');
      assert.match(outcome.problem, problem);
      assert.doesNotMatch(outcome.problem, /key@/);
      assert.equal(book.active.length, 0);
    });
  }
});
