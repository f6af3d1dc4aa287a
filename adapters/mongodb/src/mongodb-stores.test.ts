import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { SinkUnavailableError } from '@naru/events';
import {
  anEncodedEvent,
  describeEventArchive,
  describeEventSink,
  describeWatermarkStore,
  someEvents,
} from '@naru/events/testing';
import { fromEventDocument, type EventDocument } from './event-document.ts';
import { openMongodb } from './mongodb-connection.ts';
import { createMongodbEventStore } from './mongodb-event-store.ts';
import { createMongodbWatermarkStore } from './mongodb-watermark-store.ts';
import { aDatabase, describeWithMongodb } from './testing/mongodb-service.ts';

const signal = new AbortController().signal;

await describeWithMongodb('MongoDB', () => {
  describeEventSink('MongoDB', t => {
    const { database } = aDatabase(t);
    const events = database.collection<EventDocument>('events');
    return {
      sink: createMongodbEventStore({ database, keepDays: 30 }),
      stored: async () => (await events.find().toArray()).map(fromEventDocument),
    };
  });

  describeEventArchive('MongoDB', t => createMongodbEventStore({ database: aDatabase(t).database, keepDays: 30 }));

  describeWatermarkStore('MongoDB', t => createMongodbWatermarkStore(aDatabase(t).database));

  it('has the server forget events after the days given, and takes another number later', async t => {
    const { database } = aDatabase(t);
    await createMongodbEventStore({ database, keepDays: 30 }).write(someEvents(1), signal);
    const expiry = async (): Promise<unknown> =>
      (await database.collection('events').indexes()).find(({ name }) => name === 'at')?.['expireAfterSeconds'];
    assert.equal(await expiry(), 30 * 86_400);
    await createMongodbEventStore({ database, keepDays: 30 }).write(someEvents(1), signal);
    assert.equal(await expiry(), 30 * 86_400);
  });

  it('lets whoever waits go when the signal aborts', async t => {
    const { database } = aDatabase(t);
    const sink = createMongodbEventStore({ database, keepDays: 30 });
    await sink.write(someEvents(1), signal);
    const stop = new AbortController();
    const writing = sink.write(someEvents(500), stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(writing, /enough/);
  });
});

describe('MongoDB that is not there', () => {
  /** A server that takes connections and answers as it is told. */
  async function setUp(onConnection: (socket: Socket) => void) {
    const sockets = new Set<Socket>();
    const server = createServer(socket => {
      sockets.add(socket);
      socket.on('error', () => {});
      onConnection(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const connection = openMongodb({ url: `mongodb://127.0.0.1:${address.port}` });
    const close = async (): Promise<void> => {
      await connection[Symbol.asyncDispose]();
      for (const socket of sockets) socket.destroy();
      server.close();
    };
    return { sink: createMongodbEventStore({ database: connection.database, keepDays: 30 }), close };
  }

  it('is said to be unavailable when it hangs up', { timeout: 20_000 }, async () => {
    const { sink, close } = await setUp(socket => socket.destroy());
    await assert.rejects(sink.write([anEncodedEvent()], signal), SinkUnavailableError);
    await close();
  });

  it('is said to be unavailable when it is silent, within seconds', { timeout: 20_000 }, async () => {
    const { sink, close } = await setUp(() => {});
    await assert.rejects(sink.write([anEncodedEvent()], signal), SinkUnavailableError);
    await close();
  });
});
