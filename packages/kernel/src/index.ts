// Time and chance
export type { Clock, Timer } from './clock.ts';
export { systemClock } from './system-clock.ts';
export { Deadline } from './deadline.ts';
export { fullJitterMs, type BackoffLimits } from './backoff.ts';
export { seededRandom, systemRandom, type Random } from './random.ts';

// Identity
export { createSystemIds, timeOrderedId, type Ids } from './ids.ts';
export { sha256Hex } from './sha256-hex.ts';

// What goes wrong, and who is told
export { messageOf, NaruError } from './errors.ts';
export { silentLogger, type LogFields, type Logger } from './logger.ts';
