export { FakeClock, settle } from './fake-clock.ts';
export { recordingLogger, type LogEntry } from './recording-logger.ts';
export { sequentialIds } from './sequential-ids.ts';
