import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { TurnStore } from '../ports/turn-store.ts';
import { LOST_TURN_RESULT } from '../turn/turn-lease.ts';
import type { TurnRecord, TurnResult } from '../turn/turn-record.ts';
import { aTurnClaim, aTurnRecord, aTurnResult } from './a-turn-record.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const LEASE_ENDS_AT_MS = 31_000;
const EXPIRES_AT_MS = 86_401_000;
const KEYED = { idempotencyKey: 'owner|message-1|submit-message|', fingerprint: 'content-1' };

const FAILED = aTurnResult({
  finish: 'interrupted',
  status: 'error',
  text: '',
  citations: [],
  reasonCode: 'PROVIDER_UNAVAILABLE',
  nextAction: 'RETRY',
  error: { code: 'PROVIDER_UNAVAILABLE', message: '잠시 후 다시 시도해 주세요.', retryable: true },
  served: undefined,
});

/** What every `TurnStore` must do. Each implementation's test calls this once. */
export function describeTurnStore(
  name: string,
  /** Gives an empty store; what it opens for that, it closes with `t.after`. */
  open: (t: TestContext) => TurnStore | Promise<TurnStore>,
): void {
  /** Keeps a turn and ends it. */
  async function keepEnded(store: TurnStore, turn: Partial<TurnRecord>, result = aTurnResult()): Promise<void> {
    const claim = aTurnClaim(turn);
    assert.deepEqual(await store.claim(claim), { kind: 'claimed' });
    assert.equal(await store.finish(claim.turn.id, 2_000, result), true);
  }

  async function idsIn(store: TurnStore, limit = 100, nowMs = 1_000): Promise<readonly string[]> {
    return (await store.list('session-1', limit, nowMs)).map(({ id }) => id);
  }

  describe(`${name} (TurnStore contract): claims`, () => {
    it('keeps a turn as it was claimed', async t => {
      const store = await open(t);
      const turn = aTurnRecord({
        trigger: 'regenerate-message',
        replacesTurnId: 'turn-0',
        userText: '"환불"🙂\n\u0000',
      });
      assert.deepEqual(await store.claim(aTurnClaim(turn)), { kind: 'claimed' });
      assert.deepEqual(await store.find(turn.id), turn);
    });

    it('answers busy, with the turn that runs, while the conversation runs one (C-TURN-1)', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }));
      assert.deepEqual(await store.claim(aTurnClaim({ id: 'two' })), {
        kind: 'busy',
        turn: aTurnRecord({ id: 'one' }),
      });
      assert.equal(await store.find('two'), undefined);
    });

    it('lets other conversations run at the same time', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one', sessionId: 'session-1' }));
      assert.equal((await store.claim(aTurnClaim({ id: 'two', sessionId: 'session-2' }))).kind, 'claimed');
    });

    it('lets the next turn run once the last has ended', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      assert.equal((await store.claim(aTurnClaim({ id: 'two' }))).kind, 'claimed');
    });

    it('gives a conversation to exactly one of many claims at once', async t => {
      const store = await open(t);
      const claims = Array.from({ length: 50 }, (_, index) => aTurnClaim({ id: `turn-${index}` }));
      const outcomes = await Promise.all(claims.map(claim => store.claim(claim)));
      assert.equal(outcomes.filter(({ kind }) => kind === 'claimed').length, 1);
      assert.equal(outcomes.filter(({ kind }) => kind === 'busy').length, 49);
      const winner = claims[outcomes.findIndex(({ kind }) => kind === 'claimed')];
      for (const outcome of outcomes) if (outcome.kind === 'busy') assert.deepEqual(outcome.turn, winner?.turn);
    });

    it('refuses an id that is taken, and keeps what is there', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      await assert.rejects(async () => store.claim(aTurnClaim({ id: 'one', sessionId: 'session-2' })));
      assert.equal((await store.find('one'))?.sessionId, 'session-1');
    });
  });

  describe(`${name} (TurnStore contract): leases`, () => {
    it('ends a turn whose lease is over as interrupted, and lets the next one run', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }));
      assert.equal((await store.claim(aTurnClaim({ id: 'two' }, { nowMs: LEASE_ENDS_AT_MS - 1 }))).kind, 'busy');
      assert.equal((await store.claim(aTurnClaim({ id: 'two' }, { nowMs: LEASE_ENDS_AT_MS }))).kind, 'claimed');
      assert.deepEqual((await store.find('one'))?.state, {
        name: 'ended',
        endedAtMs: LEASE_ENDS_AT_MS,
        result: LOST_TURN_RESULT,
      });
      assert.equal(await store.finish('one', 40_000, aTurnResult()), false, 'what is lost stays lost');
    });

    it('holds the conversation longer when the lease is renewed', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }));
      assert.equal(await store.renew('one', 61_000), true);
      assert.equal((await store.claim(aTurnClaim({ id: 'two' }, { nowMs: 60_999 }))).kind, 'busy');
      assert.deepEqual((await store.find('one'))?.state, { name: 'running', leaseUntilMs: 61_000 });
    });

    it('does not renew what does not run', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      const before = await store.find('one');
      assert.equal(await store.renew('one', 61_000), false);
      assert.equal(await store.renew('nobody', 61_000), false);
      assert.deepEqual(await store.find('one'), before);
    });

    it('finds the running turn of a conversation while its lease holds', async t => {
      const store = await open(t);
      assert.equal(await store.findRunning('session-1', 1_000), undefined);
      await store.claim(aTurnClaim({ id: 'one' }));
      assert.deepEqual(await store.findRunning('session-1', LEASE_ENDS_AT_MS - 1), aTurnRecord({ id: 'one' }));
      assert.equal(await store.findRunning('session-1', LEASE_ENDS_AT_MS), undefined);
      assert.equal(await store.findRunning('session-2', 1_000), undefined);
      await store.finish('one', 2_000, aTurnResult());
      assert.equal(await store.findRunning('session-1', 2_000), undefined);
    });
  });

  describe(`${name} (TurnStore contract): repeats`, () => {
    it('answers a repeat with the running turn, before it looks whether the conversation is busy', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }, KEYED));
      const repeat = await store.claim(aTurnClaim({ id: 'two' }, KEYED));
      assert.deepEqual(repeat, { kind: 'repeat', turn: aTurnRecord({ id: 'one' }) });
    });

    it('answers a repeat with the ended turn and its result', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }, KEYED));
      await store.finish('one', 2_000, aTurnResult());
      assert.deepEqual(await store.claim(aTurnClaim({ id: 'two' }, KEYED)), {
        kind: 'repeat',
        turn: aTurnRecord({ id: 'one', state: { name: 'ended', endedAtMs: 2_000, result: aTurnResult() } }),
      });
      assert.equal(await store.find('two'), undefined);
    });

    it('finds the repeat also when it comes for another conversation', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }, KEYED));
      const repeat = await store.claim(aTurnClaim({ id: 'two', sessionId: 'session-2' }, KEYED));
      assert.equal(repeat.kind, 'repeat');
      assert.equal(await store.findRunning('session-2', 1_000), undefined);
    });

    it('answers a mismatch for the same key with other content, running or ended', async t => {
      const store = await open(t);
      const other = { ...KEYED, fingerprint: 'content-2' };
      await store.claim(aTurnClaim({ id: 'one' }, KEYED));
      assert.deepEqual(await store.claim(aTurnClaim({ id: 'two' }, other)), { kind: 'mismatch' });
      await store.finish('one', 2_000, aTurnResult());
      assert.deepEqual(await store.claim(aTurnClaim({ id: 'two' }, other)), { kind: 'mismatch' });
    });

    for (const [why, result] of [
      ['was interrupted', aTurnResult({ finish: 'interrupted' })],
      ['ended with an error', FAILED],
      ['was complete but for an error', aTurnResult({ error: FAILED.error })],
    ] satisfies [string, TurnResult][]) {
      it(`lets a turn that ${why} give way to its repeat, whatever its content`, async t => {
        const store = await open(t);
        await store.claim(aTurnClaim({ id: 'one' }, KEYED));
        await store.finish('one', 2_000, result);
        assert.equal((await store.claim(aTurnClaim({ id: 'two' }, { ...KEYED, fingerprint: 'new' }))).kind, 'claimed');
        assert.ok(await store.find('one'), 'the first one stays in history');
        const third = await store.claim(aTurnClaim({ id: 'three' }, { ...KEYED, fingerprint: 'new' }));
        assert.deepEqual(third, { kind: 'repeat', turn: aTurnRecord({ id: 'two' }) });
      });
    }

    for (const finish of ['complete', 'stopped', 'blocked', 'guarded'] as const) {
      it(`repeats a turn that ended as ${finish} without an error`, async t => {
        const store = await open(t);
        await store.claim(aTurnClaim({ id: 'one' }, KEYED));
        await store.finish('one', 2_000, aTurnResult({ finish }));
        assert.equal((await store.claim(aTurnClaim({ id: 'two' }, KEYED))).kind, 'repeat');
      });
    }

    it('lets a turn whose lease is over give way to its repeat, in this conversation and in another', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }, KEYED));
      const late = { ...KEYED, nowMs: LEASE_ENDS_AT_MS };
      const elsewhere = aTurnClaim({ id: 'two', sessionId: 'session-2' }, late);
      assert.equal((await store.claim(elsewhere)).kind, 'claimed');
      assert.equal((await store.find('one'))?.state.name, 'ended');
      assert.equal((await store.claim(aTurnClaim({ id: 'three' }, late))).kind, 'claimed');
    });

    it('forgets a key when it expires', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }, KEYED));
      await store.finish('one', 2_000, aTurnResult());
      const before = await store.claim(aTurnClaim({ id: 'two' }, { ...KEYED, nowMs: EXPIRES_AT_MS - 1 }));
      assert.equal(before.kind, 'repeat');
      const after = await store.claim(aTurnClaim({ id: 'two' }, { ...KEYED, nowMs: EXPIRES_AT_MS }));
      assert.equal(after.kind, 'claimed');
    });

    it('never takes a turn without a key for a repeat', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      assert.equal((await store.claim(aTurnClaim({ id: 'two' }))).kind, 'claimed');
    });

    it('makes one turn of many equal claims at once, also across conversations', async t => {
      const store = await open(t);
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          store.claim(aTurnClaim({ id: `turn-${index}`, sessionId: `session-${index % 4}` }, KEYED)),
        ),
      );
      assert.equal(outcomes.filter(({ kind }) => kind === 'claimed').length, 1);
      assert.equal(outcomes.filter(({ kind }) => kind === 'repeat').length, 39);
    });
  });

  describe(`${name} (TurnStore contract): ends`, () => {
    it('forgets a released turn and its key, as if it had never been claimed', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }, KEYED));
      await store.release('one');
      assert.equal(await store.find('one'), undefined);
      assert.deepEqual(await idsIn(store), []);
      const again = await store.claim(aTurnClaim({ id: 'two' }, { ...KEYED, fingerprint: 'content-2' }));
      assert.equal(again.kind, 'claimed');
    });

    it('releases nothing that has ended, nothing that is not there, and nothing twice', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      await store.claim(aTurnClaim({ id: 'two' }));
      await store.release('one');
      await store.release('nobody');
      await store.release('two');
      await store.release('two');
      assert.deepEqual(await idsIn(store), ['one']);
    });

    it('keeps everything that a result says', async t => {
      const store = await open(t);
      const result = aTurnResult({
        finish: 'guarded',
        text: '여기까지만 🙂 "말씀"드립니다.\n\u0000\ud83d',
        dataParts: [
          { type: 'data-citations', id: 'c', data: { v: 1, items: aTurnResult().citations } },
          { type: 'data-guard', id: 'g', data: { v: 1, kind: 'cost', used: 0.06, limit: 0.05, message: '상한' } },
          { type: 'data-status', transient: true, data: { v: 1, phase: 'writing', label: '작성 중' } },
        ],
        reasonCode: 'GUARD_COST',
        nextAction: 'REFINE_QUERY',
        error: { code: 'RATE_LIMITED', message: '비용 상한', retryable: true, retryAfterMs: 1_500 },
      });
      await keepEnded(store, { id: 'one' }, result);
      assert.deepEqual((await store.find('one'))?.state, { name: 'ended', endedAtMs: 2_000, result });
    });

    it('keeps a result in which no provider served, or one served at an unknown price', async t => {
      const store = await open(t);
      const unpriced = aTurnResult({ served: { ...aTurnResult().served!, usage: undefined, costMicros: undefined } });
      await keepEnded(store, { id: 'one' }, FAILED);
      await keepEnded(store, { id: 'two' }, unpriced);
      assert.deepEqual((await store.find('one'))?.state, { name: 'ended', endedAtMs: 2_000, result: FAILED });
      assert.deepEqual((await store.find('two'))?.state, { name: 'ended', endedAtMs: 2_000, result: unpriced });
    });

    it('writes one end for each turn: the first (C-TURN-4)', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }));
      const texts = Array.from({ length: 20 }, (_, index) => `답 ${index}`);
      const ends = await Promise.all(texts.map(text => store.finish('one', 2_000, aTurnResult({ text }))));
      assert.equal(ends.filter(Boolean).length, 1);
      const turn = await store.find('one');
      assert.equal(turn?.state.name === 'ended' && turn.state.result.text, texts[ends.indexOf(true)]);
      assert.equal(await store.finish('nobody', 2_000, aTurnResult()), false);
    });

    it('finds a turn by the id of its answer, within its conversation only', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one', messageId: 'answer-1' });
      await keepEnded(store, { id: 'two', messageId: 'answer-2' });
      assert.equal((await store.findByMessage('session-1', 'answer-1'))?.id, 'one');
      assert.equal((await store.findByMessage('session-1', 'answer-2'))?.id, 'two');
      assert.equal(await store.findByMessage('session-2', 'answer-1'), undefined);
      assert.equal(await store.findByMessage('session-1', 'one-question'), undefined);
    });
  });

  describe(`${name} (TurnStore contract): histories`, () => {
    it('lists the last turns, oldest first, as they were claimed', async t => {
      const store = await open(t);
      // The second was made on a machine whose clock is behind.
      await keepEnded(store, { id: 'c', createdAtMs: 3_000 });
      await keepEnded(store, { id: 'b', createdAtMs: 1_000 });
      await store.claim(aTurnClaim({ id: 'a', createdAtMs: 3_000 }));
      await keepEnded(store, { id: 'elsewhere', sessionId: 'session-2' });
      assert.deepEqual(await idsIn(store), ['c', 'b', 'a']);
      assert.deepEqual(await idsIn(store, 2), ['b', 'a']);
      assert.deepEqual(await idsIn(store, 0), []);
      assert.deepEqual(await store.list('nobody', 10, 1_000), []);
    });

    it('gives running and ended turns whole', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      await store.claim(aTurnClaim({ id: 'two' }));
      assert.deepEqual(await store.list('session-1', 10, 1_000), [
        aTurnRecord({ id: 'one', state: { name: 'ended', endedAtMs: 2_000, result: aTurnResult() } }),
        aTurnRecord({ id: 'two' }),
      ]);
    });

    it('leaves out what was replaced by an ended turn, also in chains', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      await keepEnded(store, { id: 'two', replacesTurnId: 'one' });
      await keepEnded(store, { id: 'three', replacesTurnId: 'two' });
      assert.deepEqual(await idsIn(store), ['three']);
      await keepEnded(store, { id: 'four' });
      assert.deepEqual(await idsIn(store), ['three', 'four']);
    });

    it('counts the limit without what was replaced', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      await keepEnded(store, { id: 'two' });
      await keepEnded(store, { id: 'three', replacesTurnId: 'two' });
      assert.deepEqual(await idsIn(store, 2), ['one', 'three']);
    });

    it('keeps an answer in the list while its replacement runs', async t => {
      const store = await open(t);
      await keepEnded(store, { id: 'one' });
      await store.claim(aTurnClaim({ id: 'two', replacesTurnId: 'one' }));
      assert.deepEqual(await idsIn(store), ['one', 'two']);
      assert.deepEqual(await idsIn(store, 100, LEASE_ENDS_AT_MS), ['two'], 'a lost replacement has ended');
    });

    it('gives a running turn whose lease is over as interrupted, and changes nothing by looking', async t => {
      const store = await open(t);
      await store.claim(aTurnClaim({ id: 'one' }));
      const [seen] = await store.list('session-1', 10, LEASE_ENDS_AT_MS);
      assert.deepEqual(seen?.state, { name: 'ended', endedAtMs: LEASE_ENDS_AT_MS, result: LOST_TURN_RESULT });
      assert.equal((await store.find('one'))?.state.name, 'running');
      assert.equal(await store.renew('one', 61_000), true);
    });

    it('keeps hostile ids and keys apart', async t => {
      const store = await open(t);
      for (const text of HOSTILE_TEXTS) {
        const claim = aTurnClaim({ id: `t${text}`, sessionId: text, messageId: text }, { idempotencyKey: text });
        assert.deepEqual(await store.claim(claim), { kind: 'claimed' });
      }
      for (const text of HOSTILE_TEXTS) {
        const expected = aTurnRecord({ id: `t${text}`, sessionId: text, messageId: text });
        assert.deepEqual(await store.find(`t${text}`), expected);
        assert.deepEqual(await store.findByMessage(text, text), expected);
        assert.deepEqual(await store.findRunning(text, 1_000), expected);
        assert.deepEqual(await store.list(text, 10, 1_000), [expected]);
        const repeat = await store.claim(aTurnClaim({ id: 'new', sessionId: 'new' }, { idempotencyKey: text }));
        assert.deepEqual(repeat, { kind: 'repeat', turn: expected });
      }
    });
  });
}
