import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { createEventPipeline } from '@naru/events';
import { MemoryEventQueue, MemoryEventStore } from '@naru/events/memory';
import { createSystemIds, silentLogger, systemClock, systemRandom } from '@naru/kernel';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createFilesJournal } from './files-journal.ts';
import { createFilesSpill } from './files-spill.ts';

const KILLS = 3;

it('a killed process loses no error that it has handed over (E-FBK-2)', { timeout: 120_000 }, async t => {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const { path } = await temporaryFolder(t);
    const script = `${import.meta.dirname}/../testing/event-emitter-to-kill.ts`;
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.length > kill * 4_000) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const handedOver = said.split('\n').slice(0, -1);
    assert.ok(handedOver.length > 0);

    const store = new MemoryEventStore();
    const pipeline = createEventPipeline({
      queue: new MemoryEventQueue({ clock: systemClock }),
      sink: store,
      spill: createFilesSpill({ folder: `${path}/spill` }),
      deadLetters: createFilesSpill({ folder: `${path}/dead` }),
      journal: createFilesJournal(`${path}/journal`),
      clock: systemClock,
      random: systemRandom,
      ids: createSystemIds(),
      logger: silentLogger,
      instance: 'next',
      version: '0.1.0',
    });
    pipeline.start();
    await pipeline.stop();
    const stored = await store.find({ order: 'oldest-first', limit: Number.MAX_SAFE_INTEGER });
    const requests = new Set(stored.map(({ requestId }) => requestId));
    assert.deepEqual(
      handedOver.filter(requestId => !requests.has(requestId)),
      [],
    );
    assert.equal(stored.length, new Set(stored.map(({ eventId }) => eventId)).size);
    assert.deepEqual(await createFilesJournal(`${path}/journal`).list(), []);
  }
});
