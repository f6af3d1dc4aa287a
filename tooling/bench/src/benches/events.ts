import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createEventPipeline, SAMPLING_DEFAULTS, STORED, type EncodedEvent, type EventSink } from '@naru/events';
import { MemoryEventQueue, MemorySpillFile } from '@naru/events/memory';
import { createSystemIds, silentLogger, systemClock, systemRandom } from '@naru/kernel';
import { createSqliteEventStore } from '@naru/sqlite-events';
import type { Bench, Finding } from '../bench.ts';
import { median, percentile } from '../measure/percentile.ts';
import { anEventDraft, someEncodedEvents } from '../subjects/events.ts';

const ACCEPTED = 100_000;
const STORED_EVENTS = 40_000;
/** As many as the consumer takes at a time. */
const BATCH = 100;
/** Emitted without a pause; the pipeline works in between, as it does between requests. */
const BURST = 250;

/** What the request's thread pays for an event, and what the default store takes, each beside the least that could be done. */
export const eventsBench: Bench = {
  name: 'events',
  what: 'events accepted on the caller and stored in SQLite, beside bare JSON and bare inserts',
  async run({ repetitions }) {
    const accepted: AcceptWindow[] = [];
    const bareAccepted: number[] = [];
    const stored: number[] = [];
    const bareStored: number[] = [];
    await accept();
    for (let turn = 0; turn < repetitions; turn += 1) {
      bareAccepted.push(acceptBare());
      accepted.push(await accept());
      bareStored.push(storeBare());
      stored.push(await store());
    }
    return [
      rate(
        'accepted per second of the caller',
        50_000,
        accepted.map(({ perSecond }) => perSecond),
        bareAccepted,
      ),
      delay(
        'emit p50',
        accepted.map(({ p50Micros }) => p50Micros),
      ),
      delay(
        'emit p99',
        accepted.map(({ p99Micros }) => p99Micros),
        50,
      ),
      rate('stored in SQLite per second', 20_000, stored, bareStored),
    ];
  },
};

interface AcceptWindow {
  readonly perSecond: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
}

async function accept(): Promise<AcceptWindow> {
  const swallow: EventSink = {
    label: 'nowhere',
    write: async events => events.map(() => STORED),
    close: async () => {},
  };
  const pipeline = createEventPipeline({
    queue: new MemoryEventQueue({ clock: systemClock }),
    sink: swallow,
    spill: new MemorySpillFile(),
    deadLetters: new MemorySpillFile(),
    clock: systemClock,
    random: systemRandom,
    ids: createSystemIds(),
    logger: silentLogger,
    instance: 'bench',
    version: '0.1.0',
    settings: { sampling: { ...SAMPLING_DEFAULTS, rate: 1 } },
  });
  pipeline.start();
  const micros: number[] = [];
  for (let count = 0; count < ACCEPTED;) {
    for (let burst = 0; burst < BURST; burst += 1, count += 1) {
      const draft = anEventDraft(count);
      const beganAt = process.hrtime.bigint();
      pipeline.emit(draft);
      micros.push(Number(process.hrtime.bigint() - beganAt) / 1_000);
    }
    await new Promise<void>(resolve => setImmediate(resolve));
  }
  await pipeline.stop();
  const totalMicros = micros.reduce((sum, one) => sum + one, 0);
  return {
    perSecond: (micros.length * 1_000_000) / totalMicros,
    p50Micros: percentile(micros, 0.5),
    p99Micros: percentile(micros, 0.99),
  };
}

/** The same events as JSON in a list, and nothing else. */
function acceptBare(): number {
  let totalMicros = 0;
  let texts: string[] = [];
  for (let count = 0; count < ACCEPTED; count += 1) {
    const draft = anEventDraft(count);
    const beganAt = process.hrtime.bigint();
    texts.push(JSON.stringify(draft));
    totalMicros += Number(process.hrtime.bigint() - beganAt) / 1_000;
    if (texts.length === BURST) texts = [];
  }
  return (ACCEPTED * 1_000_000) / totalMicros;
}

async function store(): Promise<number> {
  using folder = temporaryFolder();
  const { events: sink, close } = createSqliteEventStore({ path: join(folder.path, 'events.db'), clock: systemClock });
  const { signal } = new AbortController();
  const batches = batchesOf(someEncodedEvents(STORED_EVENTS));
  // The thread starts, and the file is made, before the clock runs.
  await sink.write([], signal);
  const beganAtMs = systemClock.monotonicMs();
  for (const batch of batches) await sink.write(batch, signal);
  const tookMs = systemClock.monotonicMs() - beganAtMs;
  await close();
  return (STORED_EVENTS * 1_000) / tookMs;
}

/** One column, one index, one thread: the texts under their ids. */
function storeBare(): number {
  using folder = temporaryFolder();
  const db = new DatabaseSync(join(folder.path, 'bare.db'));
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE event (id TEXT PRIMARY KEY, text TEXT)',
  );
  const insert = db.prepare('INSERT INTO event VALUES (?, ?)');
  const batches = batchesOf(someEncodedEvents(STORED_EVENTS));
  const beganAtMs = systemClock.monotonicMs();
  for (const batch of batches) {
    db.exec('BEGIN');
    for (const { eventId, text } of batch) insert.run(eventId, text);
    db.exec('COMMIT');
  }
  const tookMs = systemClock.monotonicMs() - beganAtMs;
  db.close();
  return (STORED_EVENTS * 1_000) / tookMs;
}

function batchesOf(events: readonly EncodedEvent[]): readonly (readonly EncodedEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / BATCH) }, (_, index) =>
    events.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'naru-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function rate(figure: string, floor: number, rates: readonly number[], controls: readonly number[]): Finding {
  return {
    figure,
    unit: '/s',
    median: median(rates),
    worst: Math.min(...rates),
    control: median(controls),
    limit: { kind: 'at-least', floor },
    voidWindows: 0,
  };
}

function delay(figure: string, micros: readonly number[], floor?: number): Finding {
  return {
    figure,
    unit: 'µs',
    median: median(micros),
    worst: Math.max(...micros),
    ...(floor === undefined ? {} : { limit: { kind: 'at-most', floor } }),
    voidWindows: 0,
  };
}
