import { FakeClock } from '@naru/kernel/testing';
import { CLAIM_IDLE_MS } from '../ports/event-queue.ts';
import { describeEventArchive } from '../testing/event-archive.contract.ts';
import { describeEventQueue } from '../testing/event-queue.contract.ts';
import { describeEventSink } from '../testing/event-sink.contract.ts';
import { describeIncidentStore } from '../testing/incident-store.contract.ts';
import { describeJournalFolder } from '../testing/journal-folder.contract.ts';
import { describeNotifier } from '../testing/notifier.contract.ts';
import { describeSpillFile } from '../testing/spill-file.contract.ts';
import { describeWatermarkStore } from '../testing/watermark-store.contract.ts';
import { MemoryEventQueue } from './memory-event-queue.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { MemoryIncidentStore } from './memory-incident-store.ts';
import { MemoryJournalFolder } from './memory-journal-folder.ts';
import { MemoryNotifier } from './memory-notifier.ts';
import { MemorySpillFile } from './memory-spill-file.ts';

describeEventQueue('memory', () => {
  const clock = new FakeClock();
  const queue = new MemoryEventQueue({ clock });
  return { queue, idle: () => clock.advance(CLAIM_IDLE_MS), advance: ms => clock.advance(ms) };
});

describeEventSink('memory', () => {
  const sink = new MemoryEventStore();
  return { sink, stored: () => sink.find({ order: 'oldest-first', limit: 1_000 }) };
});

describeEventArchive('memory', () => new MemoryEventStore());
describeWatermarkStore('memory', () => new MemoryEventStore());
describeIncidentStore('memory', () => new MemoryIncidentStore());
describeJournalFolder('memory', () => new MemoryJournalFolder());
describeSpillFile('memory', () => new MemorySpillFile());

describeNotifier('memory', () => {
  const notifier = new MemoryNotifier();
  return { notifier, told: () => JSON.stringify(notifier.notices), breakReceiver: () => notifier.break('on purpose') };
});
