import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { createSqlTurnStore } from './sql-turn-store.ts';
import { startChild } from './testing/child-process.ts';
import { openTestPlace, overEachPlace } from './testing/place.ts';

overEachPlace('a killed process', (name, aPlace) => {
  it(`${name} keeps every turn that was finished before the process was killed`, async t => {
    const place = aPlace(t);
    const { process: writer, lines } = startChild(t, 'turn-writer.ts', [place]);
    const kept: string[] = [];
    for await (const line of lines) {
      kept.push(line);
      if (kept.length === 300) writer.kill('SIGKILL');
    }
    if (writer.signalCode === null) await once(writer, 'exit');
    assert.equal(writer.signalCode, 'SIGKILL');

    const store = createSqlTurnStore(await openTestPlace(t, place));
    const ended = { name: 'ended', endedAtMs: 2_000, result: aTurnResult() };
    for (const id of kept) assert.deepEqual((await store.find(id))?.state, ended, id);
    const next = await store.claim(aTurnClaim({ id: 'next' }, { nowMs: 31_000 }));
    assert.equal(next.kind, 'claimed', 'the conversation goes on once the lease of the killed process is over');
  });
});
