import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { describe, it } from 'node:test';
import { requestOf, setUp, type World } from '../testing/set-up.ts';
import { spokenText } from '../testing/read-events.ts';

/** Calls over a connection that may be reused, which a bare socket of one request cannot. */
function askAgain(world: World, agent: Agent): Promise<{ status: number | undefined } | { code: string | undefined }> {
  const { url, body } = requestOf(world.simulator, {});
  const { promise, resolve } = Promise.withResolvers<{ status: number | undefined } | { code: string | undefined }>();
  const call = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, response => {
    response.resume();
    response.once('end', () => setImmediate(() => resolve({ status: response.statusCode })));
  });
  call.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code }));
  call.end(JSON.stringify(body));
  return promise;
}

describe('the connection behaviours', () => {
  it('reset=before-headers resets without a byte', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'reset=before-headers' });
    assert.deepEqual([heard.ending, heard.status], ['rst', 0]);
    assert.equal(world.simulator.log()[0]?.end?.how, 'rst');
  });

  it('reset=after-headers resets behind the head', async () => {
    await using world = await setUp();
    const heard = await world.ask({ stream: true, play: 'reset=after-headers' });
    assert.deepEqual([heard.ending, heard.status, heard.body.length], ['rst', 200, 0]);
  });

  it('reset=mid-stream resets behind half of the frames, and half of a JSON body', async () => {
    await using world = await setUp();
    const whole = spokenText((await world.ask({ stream: true })).body);
    const heard = await world.ask({ stream: true, play: 'reset=mid-stream' });
    const said = spokenText(heard.body);
    assert.equal(heard.ending, 'rst');
    assert.ok(said.length > 0 && said.length < whole.length && whole.startsWith(said));
    const json = await world.ask({ play: 'reset=mid-stream' });
    assert.equal(json.ending, 'rst');
    assert.equal(json.body.length, Math.floor(Number(json.headers.get('content-length')) / 2));
  });

  it('hang-up closes cleanly without a byte', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'hang-up' });
    assert.deepEqual([heard.ending, heard.status], ['fin', 0]);
  });

  it('silence=before-headers says nothing until the caller leaves, and the log says when that was', async () => {
    await using world = await setUp();
    const call = world.call({ play: 'silence=before-headers' });
    await world.simulator.until(({ id }) => id === 1);
    await world.clock.advance(60_000);
    assert.equal(call.soFar.status, 0);
    call.leave();
    const entry = await world.simulator.until(({ end }) => end !== undefined);
    assert.deepEqual([entry.end, entry.status], [{ how: 'caller-left', afterMs: 60_000 }, undefined]);
  });

  it('silence=after-headers says its head and nothing more', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'silence=after-headers' });
    await call.until(({ status }) => status === 200);
    await world.clock.advance(60_000);
    assert.equal(call.soFar.body.length, 0);
    call.leave();
    assert.equal((await world.simulator.until(({ end }) => end !== undefined)).end?.how, 'caller-left');
  });

  it('linger sends everything and keeps the message open', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'linger' });
    const heard = await call.until(({ body }) => body.includes('[DONE]'));
    assert.equal(heard.isComplete, false);
    call.leave();
    assert.equal((await call.over).ending, 'left');
  });

  it('stale-socket answers well, and resets the next request on the connection without a byte', async () => {
    await using world = await setUp();
    using agent = disposable(new Agent({ keepAlive: true, maxSockets: 1 }));
    world.play('stale-socket', 'openai');
    assert.deepEqual(await askAgain(world, agent), { status: 200 });
    world.simulator.reset();
    assert.deepEqual(await askAgain(world, agent), { code: 'ECONNRESET' });
    assert.deepEqual(await askAgain(world, agent), { status: 200 });
    const seen = world.simulator
      .log()
      .map(({ connection, end }) => [connection.id, connection.requestNumber, end?.how]);
    assert.deepEqual(seen, [
      [1, 1, 'completed'],
      [1, 2, 'rst'],
      [2, 1, 'completed'],
    ]);
  });

  it('idle-close closes a connection that was idle for the time', async () => {
    await using world = await setUp();
    using agent = disposable(new Agent({ keepAlive: true, maxSockets: 1 }));
    world.play({ 'idle-close': 50 });
    assert.deepEqual(await askAgain(world, agent), { status: 200 });
    await world.clock.advance(49);
    assert.deepEqual(await askAgain(world, agent), { status: 200 });
    assert.equal(world.simulator.log()[1]?.connection.requestNumber, 2);
    const closed = new Promise(resolve => Object.values(agent.freeSockets)[0]?.[0]?.once('close', resolve));
    await world.clock.advance(50);
    await closed;
    assert.deepEqual(await askAgain(world, agent), { status: 200 });
    assert.deepEqual(world.simulator.log()[2]?.connection, { id: 2, requestNumber: 1 });
  });
});

function disposable(agent: Agent): Agent & Disposable {
  return Object.assign(agent, { [Symbol.dispose]: () => agent.destroy() });
}
