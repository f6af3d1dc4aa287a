import { fullJitterMs, type Clock, type Random, type Timer } from '@naru/kernel';
import { Redis, type RedisOptions } from 'ioredis';

/** What the shared state needs of Redis. */
export interface RedisLink {
  /** Runs a script over those keys. Rejects at once while there is no connection, and after 100 ms without an answer. */
  evaluate(script: string, keys: string | readonly string[], args: readonly string[]): Promise<unknown>;
  close(): void;
}

export interface RedisLinkEvents {
  /** Commands are answered and messages come, for the first time or again. */
  onUp(): void;
  /** Either has ended, or an attempt to connect has failed. */
  onDown(): void;
  onMessage(text: string): void;
}

export interface RedisLinkOptions {
  readonly url: string;
  readonly channel: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: RedisLinkEvents;
}

const COMMAND_MS = 100;
const CONNECT_MS = 1_000;
/** A connection that says nothing for so long after it was asked is dead, also where nobody closed it. */
const SILENT_MS = 1_000;
const ASK_MS = 1_000;
const RECONNECT = { firstMs: 100, maxMs: 1_000 };
const MAX_RUNNING = 1_000;

/** Two connections, because one that listens may not ask. Each comes back by itself. */
export function openRedisLink({ url, channel, clock, random, events }: RedisLinkOptions): RedisLink {
  const options = {
    // Every waiting is bounded here: nothing is queued for a connection that is not there, nothing sent twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    disableClientInfo: true,
    lazyConnect: true,
    retryStrategy: (times: number) => 20 + Math.round(fullJitterMs(times - 1, RECONNECT, random)),
  } satisfies RedisOptions;
  const commands = new Redis(url, options);
  const subscriber = new Redis(url, options);
  let running = 0;
  let isUp = false;
  let isSubscribed = false;
  let isClosed = false;
  let asking: Timer | undefined;

  function look(): void {
    const wasUp = isUp;
    isUp = isSubscribed && commands.status === 'ready';
    if (isUp && !wasUp) events.onUp();
  }

  function lost(): void {
    isUp = false;
    if (!isClosed) events.onDown();
  }

  function subscribe(): void {
    asking?.cancel();
    subscriber.subscribe(channel).then(
      () => {
        isSubscribed = true;
        look();
      },
      // A connection that is gone says so itself, and one that is silent is ended.
      () => {},
    );
    // Asked again and again: it is the only thing that is ever said on this connection, and shows that it lives.
    if (!isClosed) asking = clock.schedule(ASK_MS, subscribe);
  }

  subscriber.on('message', (_channel, text) => events.onMessage(text));
  subscriber.on('ready', subscribe);
  subscriber.on('close', () => {
    asking?.cancel();
    isSubscribed = false;
    lost();
  });
  commands.on('ready', look);
  commands.on('close', lost);
  for (const connection of [commands, subscriber]) {
    // Each failure is followed by `close`, which is where it is counted; without a listener the library prints it.
    connection.on('error', () => {});
    connection.connect().catch(() => {});
  }

  return {
    async evaluate(script, keys, args) {
      if (running >= MAX_RUNNING) throw new Error(`${MAX_RUNNING} commands wait for Redis already`);
      running += 1;
      try {
        const names = typeof keys === 'string' ? [keys] : keys;
        return await commands.eval(script, names.length, ...names, ...args);
      } finally {
        running -= 1;
      }
    },
    close() {
      isClosed = true;
      asking?.cancel();
      commands.disconnect();
      subscriber.disconnect();
    },
  };
}
