export { MemoryEventQueue, type MemoryEventQueueOptions } from './memory-event-queue.ts';
export { matches, MemoryEventStore } from './memory-event-store.ts';
export { MemoryIncidentStore } from './memory-incident-store.ts';
export { MemoryJournalFolder } from './memory-journal-folder.ts';
export { MemoryNotifier } from './memory-notifier.ts';
export { MemorySpillFile } from './memory-spill-file.ts';
