import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { describe, it, mock } from 'node:test';
import { systemClock } from '@naru/kernel';
import { FakeClock, settle } from '@naru/kernel/testing';
import { openScriptedServer, startStream, type Script } from '../testing/scripted-server.ts';
import { settleUntil } from '../testing/settle-until.ts';
import { ConnectionPool, type ConnectionPoolOptions, type HttpRequest } from './connection-pool.ts';
import type { HttpResponse } from './http-response.ts';
import { TransportError } from './transport-error.ts';

const STAY = new AbortController().signal;

function aRequest(url: string, overrides: Partial<HttpRequest> = {}): HttpRequest {
  return {
    url: new URL(url),
    headers: ['content-type', 'application/json'],
    body: '{}',
    connectTimeoutMs: 5_000,
    maxBodyBytes: 1024 * 1024,
    ...overrides,
  };
}

async function setUp(script: Script, options: Partial<ConnectionPoolOptions> = {}) {
  const server = await openScriptedServer(script);
  const pool = new ConnectionPool({ clock: systemClock, ...options });
  return {
    server,
    pool,
    post: (signal: AbortSignal = STAY, overrides: Partial<HttpRequest> = {}) =>
      pool.post(aRequest(server.url, overrides), signal),
    async [Symbol.asyncDispose]() {
      pool.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function readAll(response: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for (let read = await response.read(); read; read = await response.read()) chunks.push(...read);
  return Buffer.concat(chunks).toString();
}

function failed(kind: string, dispatched?: boolean): (error: unknown) => boolean {
  return error => {
    assert.ok(error instanceof TransportError, String(error));
    assert.equal(error.kind, kind);
    if (dispatched !== undefined) assert.equal(error.dispatched, dispatched);
    return true;
  };
}

/** A listener that takes connections and then does as told. */
async function openListener(onConnection: (socket: Socket) => void) {
  const listener = createServer(socket => {
    socket.on('error', () => {});
    // Who does not read does not notice that the other side has left.
    socket.resume();
    onConnection(socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    connections: () =>
      new Promise<number>((resolve, reject) =>
        listener.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async [Symbol.asyncDispose]() {
      const closed = once(listener, 'close');
      listener.close();
      await closed;
    },
  };
}

describe('ConnectionPool', () => {
  it('uses a socket again once its answer was read', async () => {
    await using opened = await setUp(response => response.end('ok'));
    for (let count = 0; count < 3; count += 1) assert.equal(await readAll(await opened.post()), 'ok');
    assert.equal(opened.server.acceptedSockets, 1);
    assert.deepEqual(opened.pool.counts, { open: 1, idle: 1 });
  });

  it('uses a socket again after the rest of an answer was left to run out', async () => {
    const rest = Promise.withResolvers<void>();
    await using opened = await setUp((response, _request, number) => {
      response.write('enough');
      if (number > 0) return void response.end();
      void rest.promise.then(() => response.end('more'));
    });
    const response = await opened.post();
    await response.read();
    response.drain();
    response.close();
    rest.resolve();
    await settleUntil(() => opened.pool.counts.idle === 1);
    await readAll(await opened.post());
    assert.equal(opened.server.acceptedSockets, 1);
  });

  it('gives up a socket whose answer does not end within a second of its terminator', async () => {
    const clock = new FakeClock();
    await using opened = await setUp(response => void response.write('enough'), { clock });
    const response = await opened.post();
    await response.read();
    response.drain();
    await clock.advance(1_000);
    await settleUntil(() => opened.server.openSockets === 0);
    assert.deepEqual(opened.pool.counts, { open: 0, idle: 0 });
    assert.equal(clock.pending, 0);
  });

  it('closes idle sockets within 25 seconds (R-FO-6)', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await using opened = await setUp(response => response.end('ok'));
      await readAll(await opened.post());
      for (let turns = 0; turns < 20; turns += 1) await settle();
      assert.equal(opened.server.openSockets, 1);
      mock.timers.tick(25_000);
      await settleUntil(() => opened.server.openSockets === 0);
      assert.deepEqual(opened.pool.counts, { open: 0, idle: 0 });
    } finally {
      mock.timers.reset();
    }
  });

  it('does not use a socket again that the provider wants closed, nor one whose body ended with it', async () => {
    await using polite = await setUp(response => response.writeHead(200, { connection: 'close' }).end('ok'));
    for (let count = 0; count < 3; count += 1) assert.equal(await readAll(await polite.post()), 'ok');
    assert.equal(polite.server.acceptedSockets, 3);
    await settleUntil(() => polite.pool.counts.open === 0);

    await using plain = await setUp(response => response.socket?.end('HTTP/1.0 200 OK\r\n\r\nold'));
    for (let count = 0; count < 3; count += 1) assert.equal(await readAll(await plain.post()), 'old');
    await settleUntil(() => plain.pool.counts.open === 0);
  });

  it('sends a request once more, on a new socket, when a reused one was reset without a byte back (R-FO-6)', async () => {
    await using opened = await setUp((response, _request, number) => {
      if (number === 1) response.socket?.resetAndDestroy();
      else response.end(`answer ${number}`);
    });
    await readAll(await opened.post());
    assert.equal(await readAll(await opened.post()), 'answer 2');
    assert.equal(opened.server.acceptedSockets, 2);
  });

  it('also where the server closed instead of resetting', async () => {
    await using opened = await setUp((response, _request, number) => {
      if (number === 1) response.socket?.destroy();
      else response.end(`answer ${number}`);
    });
    await readAll(await opened.post());
    assert.equal(await readAll(await opened.post()), 'answer 2');
  });

  it('replays once only', async () => {
    await using opened = await setUp((response, _request, number) => {
      if (number > 0) response.socket?.resetAndDestroy();
      else response.end('ok');
    });
    await readAll(await opened.post());
    await assert.rejects(opened.post(), failed('network', true));
    assert.equal(opened.server.requests.length, 3);
  });

  it('does not replay a reset on a fresh socket, nor one after the first byte', async () => {
    await using fresh = await setUp(response => response.socket?.resetAndDestroy());
    await assert.rejects(fresh.post(), failed('network', true));
    assert.equal(fresh.server.requests.length, 1);

    await using partial = await setUp((response, _request, number) => {
      if (number === 0) return void response.end('ok');
      response.socket?.write('HTTP/1.1 200 O', () => setImmediate(() => response.socket?.resetAndDestroy()));
    });
    await readAll(await partial.post());
    await assert.rejects(partial.post(), failed('network', true));
    assert.equal(partial.server.requests.length, 2);
  });

  it('survives a restart of the server between requests', async () => {
    await using opened = await setUp(response => response.end('ok'));
    await readAll(await opened.post());
    opened.server.dropSockets();
    assert.equal(await readAll(await opened.post()), 'ok');
  });

  it('reports a refused connection as network, not dispatched', async () => {
    const listener = await openListener(() => {});
    await listener[Symbol.asyncDispose]();
    const pool = new ConnectionPool({ clock: systemClock });
    await assert.rejects(pool.post(aRequest(`http://127.0.0.1:${listener.port}`), STAY), failed('network', false));
    assert.deepEqual(pool.counts, { open: 0, idle: 0 });
  });

  it('reports a name that does not resolve as network, not dispatched (fault 1)', async () => {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 4);
    const pool = new ConnectionPool({ clock: systemClock, lookup });
    await assert.rejects(pool.post(aRequest('http://nowhere.invalid'), STAY), failed('network', false));
  });

  it('reports a TLS handshake that stalls as timeout_connect after the connect time (fault 2)', async () => {
    const clock = new FakeClock();
    let accepted = 0;
    await using listener = await openListener(() => (accepted += 1));
    const pool = new ConnectionPool({ clock });
    const posting = pool.post(aRequest(`https://127.0.0.1:${listener.port}`, { connectTimeoutMs: 2_000 }), STAY);
    const rejected = assert.rejects(posting, failed('timeout_connect', false));
    await settleUntil(() => accepted === 1);
    await clock.advance(2_000);
    await rejected;
    while ((await listener.connections()) > 0) await settle();
    assert.deepEqual(pool.counts, { open: 0, idle: 0 });
    assert.equal(clock.pending, 0);
  });

  it('reports a failed TLS handshake as network, not dispatched', async () => {
    await using listener = await openListener(socket => socket.end('plainly not TLS'));
    const pool = new ConnectionPool({ clock: systemClock });
    await assert.rejects(pool.post(aRequest(`https://127.0.0.1:${listener.port}`), STAY), failed('network', false));
  });

  it('reports what is not HTTP as server', async () => {
    await using listener = await openListener(socket => socket.end('hello\r\n\r\n'));
    const pool = new ConnectionPool({ clock: systemClock });
    await assert.rejects(pool.post(aRequest(`http://127.0.0.1:${listener.port}`), STAY), failed('server', true));
  });

  it('closes a socket that still connects as soon as its caller leaves', async () => {
    let accepted = 0;
    await using listener = await openListener(() => (accepted += 1));
    const clock = new FakeClock();
    const pool = new ConnectionPool({ clock });
    const stop = new AbortController();
    const rejected = assert.rejects(
      pool.post(aRequest(`https://127.0.0.1:${listener.port}`), stop.signal),
      failed('cancelled', false),
    );
    await settleUntil(() => accepted === 1);
    stop.abort();
    await rejected;
    while ((await listener.connections()) > 0) await settle();
    await settleUntil(() => clock.pending === 0);
  });

  it('ends a body over its limit with server', async () => {
    await using opened = await setUp(response => response.end('x'.repeat(2_000)));
    const response = await opened.post(STAY, { maxBodyBytes: 1_000 });
    await assert.rejects(readAll(response), failed('server', true));
  });

  it('lets a slow reader slow the provider down, and loses nothing', async () => {
    const bytes = 24 * 1024 * 1024;
    const sent = Buffer.alloc(bytes, 'x');
    let blocked = (): boolean => false;
    await using opened = await setUp(response => {
      response.end(sent);
      blocked = () => (response.socket?.writableLength ?? 0) > 0;
    });
    const response = await opened.post(STAY, { maxBodyBytes: bytes });
    for (let turns = 0; turns < 500; turns += 1) await settle();
    assert.ok(blocked(), 'the provider could send everything to nobody');
    assert.equal((await readAll(response)).length, bytes);
  });

  it('opens no more connections than allowed and serves those who wait', async () => {
    await using opened = await setUp(response => response.end('ok'), { maxConnectionsPerOrigin: 2 });
    const texts = await Promise.all(Array.from({ length: 20 }, async () => readAll(await opened.post())));
    assert.equal(texts.filter(text => text === 'ok').length, 20);
    assert.ok(opened.server.acceptedSockets <= 2);
  });

  it('lets a waiting caller leave', async () => {
    await using opened = await setUp(response => startStream(response), { maxConnectionsPerOrigin: 1 });
    await opened.post();
    const stop = new AbortController();
    const rejected = assert.rejects(opened.post(stop.signal), failed('cancelled', false));
    stop.abort();
    await rejected;
  });

  it('leaves no socket, timer or listener behind after 2,000 callers left at any moment (R-FO-5)', async () => {
    const clock = new FakeClock();
    await using opened = await setUp(
      response => {
        startStream(response);
        response.write('data: x\n\n');
      },
      { clock },
    );
    const listeners = { added: 0 };
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 100 }, (_, number) => leaveAt(number % 4, opened.post, listeners)));
    }
    assert.equal(listeners.added, 0, 'listeners left on signals');
    await settleUntil(() => opened.server.openSockets === 0 && opened.pool.counts.open === 0);
    assert.equal(clock.pending, 0);
  });

  it('keeps one listener on a signal that serves many calls, and none after them', async () => {
    await using opened = await setUp(response => response.end('ok'));
    const signal = new AbortController().signal;
    const listeners = countListeners(signal, { added: 0 });
    for (let count = 0; count < 200; count += 1) await readAll(await opened.post(signal));
    assert.equal(listeners.added, 0);
  });
});

/** Leaves before the headers (0), right after them (1), after a read (2), or by closing (3). */
async function leaveAt(
  moment: number,
  post: (signal: AbortSignal) => Promise<HttpResponse>,
  listeners: { added: number },
): Promise<void> {
  const stop = new AbortController();
  countListeners(stop.signal, listeners);
  const posting = post(stop.signal);
  if (moment === 0) stop.abort();
  const response = await posting.catch(() => undefined);
  if (!response) return;
  if (moment === 2) await response.read();
  if (moment === 3) return response.close();
  stop.abort();
  await assert.rejects(response.read(), failed('cancelled', true));
}

function countListeners(signal: AbortSignal, counter: { added: number }): { readonly added: number } {
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    counter.added += 1;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    counter.added -= 1;
    removeEventListener.apply(signal, args);
  };
  return counter;
}
