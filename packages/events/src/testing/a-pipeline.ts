import { seededRandom, type Clock, type Random } from '@naru/kernel';
import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import { QueueUnavailableError, SinkUnavailableError } from '../errors.ts';
import { MemoryEventQueue } from '../memory/memory-event-queue.ts';
import { MemoryEventStore } from '../memory/memory-event-store.ts';
import { MemoryJournalFolder } from '../memory/memory-journal-folder.ts';
import { MemorySpillFile } from '../memory/memory-spill-file.ts';
import { createEventPipeline, type EventPipelineSettings } from '../pipeline/create-event-pipeline.ts';
import type { EventPipeline } from '../pipeline/event-pipeline.ts';
import type { EventQueue } from '../ports/event-queue.ts';
import type { EventSink } from '../ports/event-sink.ts';
import type { Persisted } from '../sink/event-writer.ts';
import { AN_INSTANT_MS } from './an-event.ts';

/** How queue and store behave now. */
export interface Weather {
  queue: 'up' | 'down' | 'hangs';
  store: 'up' | 'down' | 'hangs';
}

interface Life {
  isOver: boolean;
}

/** What a process sees of the world: nothing more, and nothing of it happens any more, once it is dead. */
function seenBy<World extends object>(life: Life, world: World): World {
  return new Proxy(world, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => (life.isOver ? new Promise<never>(() => {}) : value.apply(target, values));
    },
  });
}

function clockSeenBy(life: Life, clock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    schedule: (ms, callback) => clock.schedule(ms, () => (life.isOver ? undefined : callback())),
    async sleep(ms, signal) {
      await clock.sleep(ms, signal);
      if (life.isOver) await new Promise<never>(() => {});
    },
  };
}

/** A pipeline among faulty neighbours; a run of it may die, and another begin where it left. */
export function aPipelineWorld(settings: Partial<EventPipelineSettings> = {}, random: Random = seededRandom(1)) {
  const clock = new FakeClock(AN_INSTANT_MS);
  let life: Life = { isOver: false };
  const ids = sequentialIds();
  const logger = recordingLogger();
  const store = new MemoryEventStore();
  const journal = new MemoryJournalFolder();
  const [spill, deadLetters] = [new MemorySpillFile(), new MemorySpillFile()];
  const weather: Weather = { queue: 'up', store: 'up' };
  const heard: Persisted[] = [];

  const sink: EventSink = {
    label: 'store',
    close: async () => {},
    async write(events, signal) {
      if (weather.store === 'hangs') return new Promise<never>(() => {});
      if (weather.store === 'down') throw new SinkUnavailableError('The store is away.');
      return store.write(events, signal);
    },
  };

  function queueOfRun(seen: Clock): EventQueue {
    const inner = new MemoryEventQueue({ clock: seen });
    return {
      label: inner.label,
      durable: false,
      async publish(events, signal) {
        if (weather.queue === 'hangs') return new Promise<never>(() => {});
        if (weather.queue === 'down') throw new QueueUnavailableError('The queue is away.');
        return inner.publish(events, signal);
      },
      subscribe: options => inner.subscribe(options),
      depth: () => inner.depth(),
      close: () => inner.close(),
    };
  }

  /** A new run; what an earlier one had in memory is gone with it. */
  function begin(): EventPipeline {
    life = { isOver: false };
    const seen = clockSeenBy(life, clock);
    return createEventPipeline({
      queue: queueOfRun(seen),
      sink: seenBy(life, sink),
      spill: seenBy(life, spill),
      deadLetters: seenBy(life, deadLetters),
      journal: seenBy(life, journal),
      clock: seen,
      random,
      ids,
      logger,
      instance: 'instance-1',
      version: '0.1.0',
      settings,
      onPersisted: persisted => heard.push(persisted),
    });
  }

  /** Ends the run as SIGKILL does: nothing of it happens any more. */
  function kill(): void {
    life.isOver = true;
  }

  async function storedRequests(): Promise<readonly string[]> {
    const events = await store.find({ order: 'oldest-first', limit: Number.MAX_SAFE_INTEGER });
    return events.filter(({ kind }) => kind !== 'pipeline').map(({ requestId }) => requestId);
  }

  return { clock, logger, store, journal, spill, deadLetters, weather, heard, begin, kill, storedRequests };
}
