import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aTurnClaim } from '@naru/chat/testing';
import { createSqlTurnStore } from './sql-turn-store.ts';
import { startChild } from './testing/child-process.ts';
import { openTestPlace, overEachPlace } from './testing/place.ts';

const CONVERSATIONS = 200;

overEachPlace('several connections', (name, aPlace) => {
  describe(`${name}, several connections`, () => {
    it('gives each conversation to one of two processes', async t => {
      const place = aPlace(t);
      const racers = ['left', 'right'].map(name => startChild(t, 'claim-racer.ts', [place, name, `${CONVERSATIONS}`]));
      const lines = racers.map(racer => racer.lines[Symbol.asyncIterator]());
      for (const racer of lines) assert.equal((await racer.next()).value, 'ready');
      for (const { process } of racers) process.stdin?.write('go\n');

      const outcomes = await Promise.all(lines.map(racer => Array.fromAsync({ [Symbol.asyncIterator]: () => racer })));
      for (let index = 0; index < CONVERSATIONS; index += 1) {
        assert.deepEqual(outcomes.map(kinds => kinds[index]).toSorted(), ['busy', 'claimed'], `session-${index}`);
      }
    });

    it('gives a conversation to one of two connections that claim at once', async t => {
      const place = aPlace(t);
      const stores = [
        createSqlTurnStore(await openTestPlace(t, place)),
        createSqlTurnStore(await openTestPlace(t, place)),
      ];
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, index) => stores[index % 2]!.claim(aTurnClaim({ id: `turn-${index}` }))),
      );
      assert.equal(outcomes.filter(({ kind }) => kind === 'claimed').length, 1);
      assert.equal(outcomes.filter(({ kind }) => kind === 'busy').length, 39);
    });

    it('opens a new database from several connections at once', async t => {
      const place = aPlace(t);
      const databases = await Promise.all([1, 2, 3, 4].map(() => openTestPlace(t, place)));
      await createSqlTurnStore(databases[0]!).claim(aTurnClaim());
      assert.ok(await createSqlTurnStore(databases[3]!).find('turn-1'));
    });
  });
});
