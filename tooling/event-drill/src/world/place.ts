import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Admin } from '@platformatic/kafka';
import { SinkUnavailableError, type EventSink } from '@naru/events';
import { openMongodb } from '@naru/mongodb';
import { RedisProcess, redisBinary } from '@naru/redis/redis-process';
import type { ComposedOptions, Composition } from './composed.ts';
import { TcpProxy } from './tcp-proxy.ts';

export type QueueKind = Composition['queue']['kind'];
export type SinkKind = Composition['sink']['kind'];
export type Trouble = 'well' | 'stalls' | 'down';

const KAFKA = addressOf(process.env['KAFKA_BROKERS']?.split(',')[0], 9_092);
const MONGODB = addressOf(process.env['MONGODB_URL']?.replace(/^mongodb:\/\//, ''), 27_017);

/** Servers that a drill wants, for `describeWithService`. */
export const SERVICES = {
  kafka: { name: 'Kafka', ...KAFKA },
  mongodb: { name: 'MongoDB', ...MONGODB },
} as const;

/** Where a pipeline lives: a folder, a queue and a store of its own, which can be troubled without troubling anybody else. */
export interface Place extends AsyncDisposable {
  readonly composition: Composition;
  readonly through: NonNullable<ComposedOptions['through']>;
  queue(trouble: Trouble): Promise<void>;
  sink(trouble: Trouble): Promise<void>;
}

export async function aPlace(queueKind: QueueKind, sinkKind: SinkKind): Promise<Place> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.adopt(mkdtempSync(join(tmpdir(), 'naru-drill-')), path =>
    rmSync(path, { recursive: true, force: true }),
  );
  const name = `naru-drill-${randomUUID()}`;
  const queue = await aQueue(queueKind, name, opening);
  const sink = await aSink(sinkKind, name, opening);
  const stack = opening.move();
  return {
    composition: { folder, queue: queue.composed, sink: sink.composed },
    through: sink.through,
    queue: queue.trouble,
    sink: sink.trouble,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function aQueue(kind: QueueKind, name: string, opening: AsyncDisposableStack) {
  switch (kind) {
    case 'memory':
      return { composed: { kind } as const, trouble: async () => {} };
    case 'redis': {
      const binary = redisBinary();
      if (binary === undefined) throw new Error('There is no redis-server on this machine; npm run services');
      const redis = opening.use(await RedisProcess.start(binary));
      const trouble = async (now: Trouble): Promise<void> => {
        if (now === 'stalls') return redis.signal('SIGSTOP');
        if (now === 'down') return redis.kill();
        redis.signal('SIGCONT');
        if (!redis.isRunning) await redis.start();
      };
      return { composed: { kind, url: redis.url } as const, trouble };
    }
    case 'kafka': {
      const proxy = opening.use(await TcpProxy.start({ ...KAFKA, isKafka: true }));
      opening.defer(() => deleteTopic(name));
      return {
        composed: { kind, broker: `127.0.0.1:${proxy.port}`, name } as const,
        trouble: (now: Trouble) => troubleProxy(proxy, now),
      };
    }
  }
}

async function aSink(kind: SinkKind, name: string, opening: AsyncDisposableStack) {
  if (kind === 'sqlite') {
    let trouble: Trouble = 'well';
    const sink = (inner: EventSink): EventSink => ({
      label: inner.label,
      close: () => inner.close(),
      async write(events, signal) {
        if (trouble === 'down') throw new SinkUnavailableError('The drill has taken the store away.');
        if (trouble === 'stalls') await new Promise<never>(() => {});
        return inner.write(events, signal);
      },
    });
    return { composed: { kind } as const, through: { sink }, trouble: async (now: Trouble) => void (trouble = now) };
  }
  const proxy = opening.use(await TcpProxy.start(MONGODB));
  const database = name.slice(0, 40);
  opening.defer(async () => {
    await using connection = openMongodb({ url: `mongodb://${MONGODB.host}:${MONGODB.port}/${database}` });
    await connection.database.dropDatabase();
  });
  return {
    composed: { kind, url: `mongodb://127.0.0.1:${proxy.port}/${database}` } as const,
    through: {},
    trouble: (now: Trouble) => troubleProxy(proxy, now),
  };
}

async function troubleProxy(proxy: TcpProxy, now: Trouble): Promise<void> {
  if (now === 'down') return proxy.cut();
  await proxy.mend();
  proxy.stall(now === 'stalls');
}

async function deleteTopic(topic: string): Promise<void> {
  const admin = new Admin({ clientId: 'drill', bootstrapBrokers: [`${KAFKA.host}:${KAFKA.port}`] });
  await admin.deleteTopics({ topics: [topic] }).catch(() => {});
  await admin.close();
}

function addressOf(text: string | undefined, port: number): { readonly host: string; readonly port: number } {
  const url = new URL(`tcp://${text ?? '127.0.0.1'}`);
  return { host: url.hostname, port: Number(url.port || port) };
}
