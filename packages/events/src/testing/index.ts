// What implementations of the ports must do
export { describeEventArchive } from './event-archive.contract.ts';
export { describeEventQueue, type QueueGaps, type QueueUnderTest } from './event-queue.contract.ts';
export { describeEventSink, type SinkUnderTest } from './event-sink.contract.ts';
export { describeIncidentStore } from './incident-store.contract.ts';
export { describeJournalFolder } from './journal-folder.contract.ts';
export { describeNotifier, type NotifierUnderTest } from './notifier.contract.ts';
export { describeSpillFile } from './spill-file.contract.ts';
export { describeWatermarkStore } from './watermark-store.contract.ts';

// Builders
export { AN_INSTANT_MS, aDraft, aFailedDraft, anEncodedEvent, anEvent, someEvents } from './an-event.ts';
export { anIncident, aNotice } from './an-incident.ts';
