import type { Logger } from '@naru/kernel';
import pino from 'pino';
import { LineBlocks } from './line-blocks.ts';

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
const BLOCK_CHARS = 65_536;
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
  const destination = pino.destination({ dest: 1, sync: false, maxLength: MAX_HELD_BYTES });
  const lines = new LineBlocks(BLOCK_CHARS, block => destination.write(block));
  const timer = setInterval(() => lines.flush(), FLUSH_MS);
  timer.unref();
  const logger = pino(options(level), lines);
  return {
    logger: {
      debug: (fields, message) => logger.debug(fields, message),
      info: (fields, message) => logger.info(fields, message),
      warn: (fields, message) => logger.warn(fields, message),
      error(fields, message) {
        logger.error(fields, message);
        // What went wrong may be the last thing that is said.
        lines.flush();
      },
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      lines.flush();
      destination.flushSync();
    },
  };
}

function options(level: LogLevel): pino.LoggerOptions {
  return {
    level,
    base: { service: 'naru' },
    timestamp: millisecondTime(),
    formatters: { level: label => ({ level: label }) },
    redact: { paths: SECRET_FIELDS, censor: '[secret]' },
    messageKey: 'message',
  };
}

/** ISO 8601. Many lines are written in one millisecond, and writing the time out was a third of what a line cost. */
function millisecondTime(): () => string {
  let ofMs = 0;
  let field = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs === ofMs) return field;
    ofMs = nowMs;
    field = `,"time":"${new Date(nowMs).toISOString()}"`;
    return field;
  };
}
