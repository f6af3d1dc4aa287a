import type { Clock, Logger, Random } from '@naru/kernel';
import type { BudgetStore, SharedChange, SharedState, SharedTopic } from '@naru/router';
import { CatchUp } from './catch-up.ts';
import { nameOf, OwnEntries } from './own-entries.ts';
import { createRedisBudgetStore } from './redis-budget-store.ts';
import { encodePart, redisKeys } from './redis-keys.ts';
import { openRedisLink, type RedisLink, type RedisLinkEvents } from './redis-link.ts';
import { readKept, readMessage, toPayload } from './shared-change-wire.ts';
import { ACQUIRE, ENTRIES, PUT, RELEASE, REMOVE } from './shared-scripts.ts';
import { TroubleLog } from './trouble-log.ts';

export interface RedisSharedStateOptions {
  /** Such as `redis://user:password@host:6379/0`, or `rediss:` with TLS. It is never logged. */
  readonly url: string;
  /** In front of every key and channel; instances with the same one share. Default `naru:`. */
  readonly prefix?: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** How Redis is spoken to; default ioredis. */
  readonly openLink?: (channel: string, events: RedisLinkEvents) => RedisLink;
}

export interface RedisStanding {
  readonly isUp: boolean;
  /** Connections that ended or could not be made, since the start. */
  readonly connectionFailures: number;
  /** Values and messages that were not understood and left alone, since the start. */
  readonly corruptValues: number;
}

export interface RedisSharedState extends SharedState, Disposable {
  /** What all instances have spent and hold together; over the same connection. */
  readonly budgets: BudgetStore;
  /** Resolves with whether Redis is there, as soon as that is known, at the latest after `patienceMs`. */
  firstContact(patienceMs: number): Promise<boolean>;
  standing(): RedisStanding;
}

const MAX_ENTRIES_PER_TOPIC = 2_000;
/** Above what any caller asks for, and within what Redis can count. */
const MAX_TTL_MS = 30 * 86_400_000;

/**
 * What instances know together, in Redis. Connects at once, and again for as long as it lives. Calls reject within
 * 100 ms while Redis is away; what this instance said meanwhile is said again, with its age, once Redis is back.
 */
export function createRedisSharedState(options: RedisSharedStateOptions): RedisSharedState {
  const { url, prefix = 'naru:', clock, random, logger } = options;
  const keys = redisKeys(prefix);
  const own = new OwnEntries(clock);
  const trouble = new TroubleLog(clock, logger);
  const listeners = new Set<(change: SharedChange) => void>();
  const contact = Promise.withResolvers<boolean>();
  let isUp = false;

  function tell(change: SharedChange): void {
    for (const listener of listeners) {
      try {
        listener(change);
      } catch {
        trouble.listenerFailed();
      }
    }
  }

  const write = (entry: Parameters<SharedState['put']>[0], ageMs: number, ttlMs: number): Promise<unknown> =>
    link.evaluate(PUT, keys.topic(entry.topic), [
      encodePart(entry.key),
      toPayload(entry),
      wholeMs(ttlMs),
      keys.channel,
      String(MAX_ENTRIES_PER_TOPIC),
      String(Math.max(0, Math.round(ageMs))),
    ]);

  async function entries(topic: SharedTopic): Promise<readonly SharedChange[]> {
    const found = await link.evaluate(ENTRIES, keys.topic(topic), []);
    const [nowMs, ...kept] = Array.isArray(found) ? found.map(String) : [];
    const changes = kept.map(text => readKept(text, Number(nowMs)));
    const understood = changes.filter(change => change?.topic === topic) as readonly SharedChange[];
    trouble.corrupt(kept.length - understood.length);
    return understood;
  }

  const catchUp = new CatchUp({
    clock,
    random,
    tell,
    entries,
    // A value of no age would win over a later one.
    sayAgain: () => Promise.all(own.list().map(({ entry, ageMs, leftMs }) => write(entry, Math.max(1, ageMs), leftMs))),
  });

  const events: RedisLinkEvents = {
    onUp() {
      isUp = true;
      trouble.connected();
      contact.resolve(true);
      catchUp.start();
    },
    onDown() {
      isUp = false;
      trouble.disconnected();
      contact.resolve(false);
      catchUp.stop();
    },
    onMessage(text) {
      const change = readMessage(text);
      if (!change) return trouble.corrupt(1);
      own.heard(change);
      catchUp.heard(nameOf(change));
      tell(change);
    },
  };
  const openLink = options.openLink ?? ((channel, on) => openRedisLink({ url, channel, clock, random, events: on }));
  const link = openLink(keys.channel, events);

  return {
    budgets: createRedisBudgetStore({ link, keys }),
    async put(entry, ttlMs) {
      toPayload(entry);
      own.said(entry, Math.min(ttlMs, MAX_TTL_MS));
      await write(entry, 0, ttlMs);
    },
    async remove({ topic, key, origin }) {
      own.forget({ topic, key });
      await link.evaluate(REMOVE, keys.topic(topic), [
        encodePart(key),
        toPayload({ topic, key, origin }),
        keys.channel,
      ]);
    },
    entries,
    listen(listener) {
      // A function of its own, so that one that listens twice is told twice and ends each by itself.
      const listening = (change: SharedChange): void => listener(change);
      listeners.add(listening);
      return () => void listeners.delete(listening);
    },
    async acquire(lease, holder, ttlMs) {
      return (await link.evaluate(ACQUIRE, keys.lease(lease), [encodePart(holder), wholeMs(ttlMs)])) === 1;
    },
    async release(lease, holder) {
      await link.evaluate(RELEASE, keys.lease(lease), [encodePart(holder)]);
    },
    async firstContact(patienceMs) {
      const timer = clock.schedule(patienceMs, () => contact.resolve(isUp));
      return contact.promise.finally(() => timer.cancel());
    },
    standing: () => ({ isUp, ...trouble.counts() }),
    [Symbol.dispose]() {
      isUp = false;
      contact.resolve(false);
      catchUp.stop();
      listeners.clear();
      link.close();
    },
  };
}

function wholeMs(ttlMs: number): string {
  return String(Math.min(MAX_TTL_MS, Math.max(1, Math.ceil(ttlMs))));
}
