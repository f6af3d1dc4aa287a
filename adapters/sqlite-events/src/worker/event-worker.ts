import { parentPort, workerData } from 'node:worker_threads';
import { enableCompileCache } from 'node:module';
import type { EventDatabase } from './event-database.ts';
import { CLOSE, type Answer, type Question, type WorkerOptions } from './protocol.ts';

// Compiled code of the last start is used again, which also spares the thread the compiler's memory.
enableCompileCache();
const { openEventDatabase } = await import('./event-database.ts');

/** The worker thread: SQLite blocks, and here it blocks nobody. */
const { path } = workerData as WorkerOptions;
const database = openEventDatabase(path);
const port = parentPort;
if (!port) throw new Error('This file runs in a worker thread.');

port.on('message', (question: Question) => {
  port.postMessage(answerTo(question));
  if (question.method === CLOSE) {
    database.close();
    port.close();
  }
});

function answerTo({ id, table, method, values }: Question): Answer {
  if (method === CLOSE) return { id, kind: 'value', value: undefined };
  try {
    // The other side is our own code with the types of these tables; see `EventDatabaseThread`.
    const methods = database[table as keyof EventDatabase] as unknown as Record<
      string,
      (...values: unknown[]) => unknown
    >;
    return { id, kind: 'value', value: methods[method]!(...values) };
  } catch (error) {
    return { id, kind: 'failure', message: error instanceof Error ? error.message : String(error) };
  }
}
