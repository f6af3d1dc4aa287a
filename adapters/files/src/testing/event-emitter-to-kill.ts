// Run by `killed-process.test.ts`: emits errors to a store that hangs, and says after each that it was handed over.
import { writeSync } from 'node:fs';
import { createEventPipeline } from '@naru/events';
import { MemoryEventQueue } from '@naru/events/memory';
import { aFailedDraft } from '@naru/events/testing';
import { createSystemIds, silentLogger, systemClock, systemRandom } from '@naru/kernel';
import { createFilesJournal } from '../events/files-journal.ts';
import { createFilesSpill } from '../events/files-spill.ts';

const MAX_EVENTS = 100_000;

const [folder = ''] = process.argv.slice(2);
const pipeline = createEventPipeline({
  queue: new MemoryEventQueue({ clock: systemClock }),
  sink: { label: 'hangs', write: () => new Promise<never>(() => {}), close: async () => {} },
  spill: createFilesSpill({ folder: `${folder}/spill` }),
  deadLetters: createFilesSpill({ folder: `${folder}/dead` }),
  journal: createFilesJournal(`${folder}/journal`),
  clock: systemClock,
  random: systemRandom,
  ids: createSystemIds(),
  logger: silentLogger,
  instance: 'killed',
  version: '0.1.0',
});
pipeline.start();
for (let index = 0; index < MAX_EVENTS; index += 1) {
  pipeline.emit(aFailedDraft({ requestId: `request-${index}` }));
  writeSync(1, `request-${index}\n`);
  if (index % 100 === 0) await new Promise<void>(resolve => setImmediate(resolve));
}
