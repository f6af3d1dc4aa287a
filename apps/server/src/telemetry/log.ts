import type { Logger } from '@naru/kernel';
import pino from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Log extends Disposable {
  readonly logger: Logger;
}

/** What a log destination must take; a test passes its own. */
export interface LogSink {
  write(line: string): void;
}

// Each write goes through libuv's thread pool, which costs a request's worth of time on a small machine.
const BUFFER_BYTES = 65_536;
const MAX_WRITE_BYTES = 2 * BUFFER_BYTES;
/** What a standard output that nobody reads may hold back; further lines are dropped. */
const MAX_HELD_BYTES = 8_388_608;
const FLUSH_MS = 500;

// Fields with these names are never written, whoever passes them by mistake.
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'token',
  'secret',
  'password',
  'apiKey',
  'key',
  'text',
  'message_text',
];

/**
 * One JSON object a line, on standard output; buffered for half a second at most, because
 * writing single lines shows in profiles.
 */
export function createLog(level: LogLevel, sink?: LogSink): Log {
  if (sink) return { logger: pino(options(level), sink), [Symbol.dispose]: () => {} };
  const destination = pino.destination({
    dest: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    maxWrite: MAX_WRITE_BYTES,
    maxLength: MAX_HELD_BYTES,
  });
  const timer = setInterval(() => destination.flush(), FLUSH_MS);
  timer.unref();
  const logger = pino(options(level), destination);
  return {
    logger: {
      debug: (fields, message) => logger.debug(fields, message),
      info: (fields, message) => logger.info(fields, message),
      warn: (fields, message) => logger.warn(fields, message),
      error(fields, message) {
        logger.error(fields, message);
        // What went wrong may be the last thing that is said.
        destination.flush();
      },
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      destination.flushSync();
    },
  };
}

function options(level: LogLevel): pino.LoggerOptions {
  return {
    level,
    base: { service: 'naru' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    redact: { paths: SECRET_FIELDS, censor: '[secret]' },
    messageKey: 'message',
  };
}
