import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { aSession, aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { CorruptRowError } from './errors.ts';
import { createSqlSessionStore } from './sql-session-store.ts';
import { createSqlTurnStore } from './sql-turn-store.ts';
import { overEachDatabase, type OpenDatabase } from './testing/each-database.ts';

const WORDS = '김민수 고객님의 주문';

async function setUp(t: TestContext, open: OpenDatabase) {
  const database = await open(t);
  const turns = createSqlTurnStore(database);
  const sessions = createSqlSessionStore(database);
  await turns.claim(aTurnClaim());
  await turns.finish('turn-1', 2_000, aTurnResult());
  await sessions.open(aSession());
  const spoil = (table: string, column: string, value: string) =>
    database.write(db => sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${value}`.execute(db));
  return { turns, sessions, spoil };
}

function corrupt(table: string, rowId: string, place: string) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof CorruptRowError);
    assert.equal(error.table, table);
    assert.equal(error.rowId, rowId);
    assert.ok(error.message.includes(place), error.message);
    assert.ok(!error.message.includes(WORDS), 'the content stays out of the error');
    assert.equal(error.cause, undefined);
    return true;
  };
}

overEachDatabase('corrupt rows', (name, open) => {
  describe(`a row in ${name} that is not what was written`, () => {
    it('is named, when it is no JSON', async t => {
      const { turns, spoil } = await setUp(t, open);
      await spoil('chat_turn', 'result', `{"text": "${WORDS}`);
      await assert.rejects(turns.find('turn-1'), corrupt('chat_turn', 'turn-1', 'result'));
      await assert.rejects(turns.list('session-1', 10, 0), corrupt('chat_turn', 'turn-1', 'result'));
    });

    it('is named with the place, when a value is of the wrong kind', async t => {
      const { turns, spoil } = await setUp(t, open);
      await spoil('chat_turn', 'result', JSON.stringify({ ...aTurnResult(), citations: [{ n: WORDS }] }));
      await assert.rejects(turns.find('turn-1'), corrupt('chat_turn', 'turn-1', 'result.citations.0.n'));
    });

    it('is named, when the question is not one', async t => {
      const { turns, spoil } = await setUp(t, open);
      await spoil('chat_turn', 'question', JSON.stringify({ userText: WORDS, trigger: WORDS }));
      await assert.rejects(turns.find('turn-1'), corrupt('chat_turn', 'turn-1', 'question.trigger'));
    });

    it('is named, when it is a session', async t => {
      const { sessions, spoil } = await setUp(t, open);
      await spoil('chat_session', 'state', JSON.stringify({ fallbackCount: WORDS }));
      await assert.rejects(
        sessions.find('a:owner-1', 'session-1'),
        corrupt('chat_session', 'session-1', 'state.fallbackCount'),
      );
    });

    it('cannot be a state that says two things: the table refuses it', async t => {
      const { spoil } = await setUp(t, open);
      await assert.rejects(spoil('chat_turn', 'state', 'paused'), /check/i);
      await assert.rejects(spoil('chat_turn', 'state', 'running'), /check/i);
    });

    it('reads a part that this version does not know as it was stored', async t => {
      const { turns, spoil } = await setUp(t, open);
      const dataParts = [{ type: 'data-later', id: 'x', data: { v: 2, more: true } }];
      await spoil('chat_turn', 'result', JSON.stringify({ ...aTurnResult(), dataParts }));
      const turn = await turns.find('turn-1');
      assert.deepEqual(turn?.state.name === 'ended' && turn.state.result.dataParts, dataParts);
    });
  });
});
