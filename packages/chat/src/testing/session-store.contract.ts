import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { SessionStore } from '../ports/session-store.ts';
import { FRESH_SESSION_STATE, type SessionState } from '../sessions/session.ts';
import { aSession } from './a-session.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const UNRESOLVED: SessionState = {
  fallbackCount: 2,
  endedTurns: 7,
  unresolved: {
    reasonCode: 'NO_EVIDENCE',
    nextAction: 'REFINE_QUERY',
    traceId: 'trace-1',
    requestId: 'request-1',
    query: '제주도 배송비는 "얼마"인가요? 🙂\u0000',
  },
};

/** What every `SessionStore` must do. Each implementation's test calls this once. */
export function describeSessionStore(
  name: string,
  /** Gives an empty store; what it opens for that, it closes with `t.after`. */
  open: (t: TestContext) => SessionStore | Promise<SessionStore>,
): void {
  describe(`${name} (SessionStore contract)`, () => {
    it('gives a conversation back as it was kept', async t => {
      const store = await open(t);
      const session = aSession({ alias: 'my-chat', state: UNRESOLVED });
      assert.deepEqual(await store.open(session), session);
      assert.deepEqual(await store.find(session.ownerKey, session.id), session);
    });

    it('finds nothing where nothing was kept', async t => {
      const store = await open(t);
      assert.equal(await store.find('a:owner-1', 'session-1'), undefined);
    });

    it('finds a conversation by its alias as by its id (C-SES-1)', async t => {
      const store = await open(t);
      const session = await store.open(aSession({ alias: 'my-chat' }));
      assert.deepEqual(await store.find(session.ownerKey, 'my-chat'), session);
    });

    it('keeps nothing new where owner and alias have a conversation already', async t => {
      const store = await open(t);
      const first = await store.open(aSession({ id: 'one', alias: 'my-chat', state: UNRESOLVED }));
      const second = await store.open(aSession({ id: 'two', alias: 'my-chat', assistant: 'booking' }));
      assert.deepEqual(second, first);
      assert.equal(await store.find(first.ownerKey, 'two'), undefined);
    });

    it('makes one conversation of many that open under one alias at once', async t => {
      const store = await open(t);
      const ids = Array.from({ length: 20 }, (_, index) => `session-${index}`);
      const opened = await Promise.all(ids.map(id => store.open(aSession({ id, alias: 'my-chat' }))));
      assert.equal(new Set(opened.map(({ id }) => id)).size, 1);
    });

    it('keeps conversations without an alias apart', async t => {
      const store = await open(t);
      await store.open(aSession({ id: 'one' }));
      const second = await store.open(aSession({ id: 'two' }));
      assert.equal(second.id, 'two');
      assert.equal((await store.find(second.ownerKey, 'one'))?.id, 'one');
    });

    it('lets two owners use the same alias', async t => {
      const store = await open(t);
      await store.open(aSession({ id: 'one', ownerKey: 'a:owner-1', alias: 'my-chat' }));
      await store.open(aSession({ id: 'two', ownerKey: 'a:owner-2', alias: 'my-chat' }));
      assert.equal((await store.find('a:owner-1', 'my-chat'))?.id, 'one');
      assert.equal((await store.find('a:owner-2', 'my-chat'))?.id, 'two');
    });

    it('does not find the conversation of another owner, by id or by alias (C-SES-1)', async t => {
      const store = await open(t);
      await store.open(aSession({ id: 'one', ownerKey: 'u:1', alias: 'my-chat' }));
      assert.equal(await store.find('u:2', 'one'), undefined);
      assert.equal(await store.find('u:2', 'my-chat'), undefined);
      assert.equal(await store.find('u:1:one', 'one'), undefined);
    });

    it('is not led astray by an alias that is the id of another conversation', async t => {
      const store = await open(t);
      await store.open(aSession({ id: 'one', ownerKey: 'a:owner-1' }));
      await store.open(aSession({ id: 'two', ownerKey: 'a:owner-2', alias: 'one' }));
      await store.open(aSession({ id: 'three', ownerKey: 'a:owner-1', alias: 'one' }));
      assert.equal((await store.find('a:owner-1', 'one'))?.id, 'one', 'an id comes before an alias');
      assert.equal((await store.find('a:owner-2', 'one'))?.id, 'two');
    });

    it('refuses an id that is taken, and keeps what is there', async t => {
      const store = await open(t);
      const first = await store.open(aSession({ id: 'one' }));
      await assert.rejects(async () => store.open(aSession({ id: 'one', ownerKey: 'a:owner-2' })));
      assert.deepEqual(await store.find(first.ownerKey, 'one'), first);
      assert.equal(await store.find('a:owner-2', 'one'), undefined);
    });

    it('gives a conversation by its id to whoever may see all, and by no other name', async t => {
      const store = await open(t);
      const session = await store.open(aSession({ id: 'one', alias: 'my-chat', state: UNRESOLVED }));
      assert.deepEqual(await store.get('one'), session);
      assert.equal(await store.get('my-chat'), undefined);
      assert.equal(await store.get('nobody'), undefined);
    });

    it('makes all conversations of one owner another’s, with their ids, aliases and states (C-ID-1)', async t => {
      const store = await open(t);
      const [one, two] = [aSession({ id: 'one', alias: 'my-chat', state: UNRESOLVED }), aSession({ id: 'two' })];
      await store.open(one);
      await store.open(two);
      await store.open(aSession({ id: 'three', ownerKey: 'a:owner-2' }));
      assert.equal(await store.adopt('a:owner-1', 'u:1'), 2);
      assert.deepEqual(await store.find('u:1', 'my-chat'), { ...one, ownerKey: 'u:1' });
      assert.deepEqual(await store.find('u:1', 'two'), { ...two, ownerKey: 'u:1' });
      for (const name of ['one', 'two', 'my-chat']) assert.equal(await store.find('a:owner-1', name), undefined);
      assert.equal((await store.find('a:owner-2', 'three'))?.id, 'three');
      assert.equal(await store.adopt('a:owner-1', 'u:1'), 0, 'nothing is left to change hands');
      assert.equal(await store.adopt('u:1', 'u:1'), 0);
    });

    it('leaves the new owner’s own alias where it is', async t => {
      const store = await open(t);
      await store.open(aSession({ id: 'old', ownerKey: 'u:1', alias: 'my-chat' }));
      await store.open(aSession({ id: 'new', alias: 'my-chat' }));
      assert.equal(await store.adopt('a:owner-1', 'u:1'), 1);
      assert.equal((await store.find('u:1', 'my-chat'))?.id, 'old');
      assert.equal((await store.find('u:1', 'new'))?.alias, undefined);
      const again = await store.open(aSession({ id: 'newest', alias: 'my-chat' }));
      assert.equal(again.id, 'newest', 'the alias is free again for the one who left');
    });

    it('moves each conversation once, of many that would have it', async t => {
      const store = await open(t);
      await store.open(aSession({ id: 'one' }));
      const moved = await Promise.all(['u:1', 'u:2', 'u:3'].map(to => store.adopt('a:owner-1', to)));
      assert.equal(
        moved.reduce((sum, count) => sum + count, 0),
        1,
      );
    });

    it('replaces the state, and only that', async t => {
      const store = await open(t);
      const session = await store.open(aSession({ alias: 'my-chat' }));
      await store.saveState(session.id, UNRESOLVED);
      assert.deepEqual(await store.find(session.ownerKey, session.id), { ...session, state: UNRESOLVED });
      await store.saveState(session.id, FRESH_SESSION_STATE);
      assert.deepEqual(await store.find(session.ownerKey, 'my-chat'), session);
    });

    it('leaves a conversation that is not there as it is when a state is saved', async t => {
      const store = await open(t);
      await store.saveState('nobody', UNRESOLVED);
      assert.equal(await store.find('a:owner-1', 'nobody'), undefined);
    });

    it('keeps hostile ids, owners and aliases apart', async t => {
      const store = await open(t);
      for (const [index, text] of HOSTILE_TEXTS.entries()) {
        await store.open(aSession({ id: `i${text}`, ownerKey: `o${text}`, alias: text, createdAtMs: index }));
      }
      for (const [index, text] of HOSTILE_TEXTS.entries()) {
        const expected = aSession({ id: `i${text}`, ownerKey: `o${text}`, alias: text, createdAtMs: index });
        assert.deepEqual(await store.find(`o${text}`, text), expected);
        assert.deepEqual(await store.find(`o${text}`, `i${text}`), expected);
        assert.equal(await store.find('a:owner-1', text), undefined);
      }
    });
  });
}
