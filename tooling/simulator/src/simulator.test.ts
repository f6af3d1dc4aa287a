import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { refusedUrl, startBlackHole } from './server/dead-ends.ts';
import { hashOf } from './server/redact-headers.ts';
import { startSimulator } from './simulator.ts';
import { hear, RawCall } from './testing/raw-call.ts';
import { requestOf, setUp } from './testing/set-up.ts';
import { spokenText } from './testing/read-events.ts';

describe('plays', () => {
  it('are taken from the model name, then from the queue, then from what stands', async () => {
    await using world = await setUp();
    world.play('status=503');
    world.play('status=429', 'openai');
    world.simulator.play('openai', 'status=500', { times: 2 });
    const seen: number[] = [];
    for (const play of ['', 'status=418', '', '', '']) seen.push((await world.ask({ play })).status);
    assert.deepEqual(seen, [500, 418, 500, 429, 429]);
    assert.deepEqual(
      world.simulator.log().map(({ play }) => play.chosenBy),
      ['queue', 'model', 'queue', 'standing', 'standing'],
    );
    world.simulator.reset('openai');
    assert.equal((await world.ask()).status, 200);
  });

  it('stand for their time, and what stood before stands again', async () => {
    await using world = await setUp();
    world.play('status=429');
    world.simulator.play('openai', { status: 503 }, { forMs: 30_000 });
    assert.equal((await world.ask()).status, 503);
    await world.clock.advance(29_999);
    assert.equal((await world.ask()).status, 503);
    await world.clock.advance(1);
    assert.equal((await world.ask()).status, 429);
    world.play('well');
    assert.equal((await world.ask()).status, 200);
  });

  it('lie over what a provider always does', async () => {
    await using simulator = await startSimulator({
      providers: { openai: { protocol: 'openai', always: 'signature,remaining=7' } },
    });
    const heard = await hear(requestOf(simulator, { play: 'remaining=3' }));
    assert.equal(heard.headers.get('x-ratelimit-remaining-requests'), '3');
    assert.match(spokenText(heard.body), /^〔openai〕/);
  });

  it('of one provider leave the others alone', async () => {
    await using world = await setUp();
    world.play('status=503');
    assert.equal((await world.ask({ protocol: 'anthropic' })).status, 200);
  });

  it('refuse unknown providers, and options out of range', async () => {
    await using world = await setUp();
    assert.throws(() => world.simulator.play('nobody', 'well'), /found "nobody"; allowed: openai, anthropic, generate/);
    assert.throws(() => world.simulator.play('openai', 'well', { times: 0 }), /times: found 0/);
    assert.throws(() => world.simulator.play('openai', 'well', { forMs: 1.5 }), /forMs: found 1.5/);
  });
});

describe('the simulator', () => {
  it('answers below each name, and without a name as the first provider', async () => {
    await using world = await setUp();
    const { url } = world.simulator;
    assert.equal(world.simulator.urlOf('openai'), `${url}/openai/v1`);
    assert.equal(world.simulator.settingOf('openai', 'm'), `openai+${url}/openai/v1#m`);
    assert.equal(world.simulator.settingOf('generate'), `generate+${url}/generate`);
    const { body } = requestOf(world.simulator, {});
    assert.equal((await hear({ url: `${url}/v1/chat/completions`, body })).status, 200);
    const nowhere = await hear({ url: `${url}/nobody/v1/chat/completions`, body });
    assert.equal(nowhere.status, 404);
    assert.match(nowhere.body.toString(), /allowed: \/openai\/v1\/chat\/completions/);
    assert.equal((await hear({ method: 'GET', url: `${url}/v1/chat/completions` })).status, 405);
  });

  it('refuses names and protocols that it cannot play', async () => {
    await assert.rejects(startSimulator({ providers: {} }), /at least one/);
    await assert.rejects(startSimulator({ providers: { control: 'openai' } }), /not control/);
    await assert.rejects(startSimulator({ providers: { 'a/b': 'openai' } }), /found "a\/b"/);
    const protocol = 'soap' as 'openai';
    await assert.rejects(startSimulator({ providers: { a: protocol } }), /found "soap"; allowed: openai, anthropic/);
  });

  it('asks for the key where it was given one', async () => {
    await using simulator = await startSimulator({ providers: { openai: { protocol: 'openai', apiKey: 'right' } } });
    const request = requestOf(simulator, {});
    const status = async (key: string) =>
      (await hear({ ...request, headers: { authorization: `Bearer ${key}` } })).status;
    assert.deepEqual([await status('wrong'), await status('right'), (await hear(request)).status], [401, 200, 401]);
  });

  it('refuses a body above its limit', async () => {
    await using world = await setUp();
    assert.equal((await world.ask({ question: 'x'.repeat(16 * 1024 * 1024) })).status, 413);
  });

  it('ends open exchanges at once when it closes, and closes twice without complaint', async () => {
    const world = await setUp();
    const call = world.call({ play: 'silence=before-headers' });
    await world.simulator.until(({ id }) => id === 1);
    await world.simulator.close();
    await world.simulator.close();
    await call.over;
    assert.equal(world.simulator.log()[0]?.end?.how, 'closed');
    assert.equal(world.clock.pending, 0);
  });

  it('leaves no timer and no connection behind when callers leave', async () => {
    await using world = await setUp();
    const calls = Array.from({ length: 50 }, () => world.call({ stream: true, play: 'pace=1000,words=50' }));
    await Promise.all(calls.map(call => call.until(({ status }) => status === 200)));
    for (const call of calls) call.leave();
    for (let id = 1; id <= 50; id++) {
      const entry = await world.simulator.until(found => found.id === id && found.end !== undefined);
      assert.equal(entry.end?.how, 'caller-left');
    }
    assert.equal(world.clock.pending, 0);
    await world.ask();
    assert.ok(world.simulator.connections <= 1);
  });
});

describe('the log', () => {
  it('holds what was received and what was done', async () => {
    await using world = await setUp();
    const request = requestOf(world.simulator, {
      stream: true,
      play: 'cut-frame=2:rst',
      tools: ['f'],
      question: '배송?',
    });
    await hear({ ...request, headers: { authorization: 'Bearer secret-key', 'x-extra': 'seen' } });
    const [entry] = world.simulator.log('openai');
    assert.equal(entry?.headers['authorization'], hashOf('Bearer secret-key'));
    assert.ok(!JSON.stringify(entry).includes('secret-key'));
    assert.equal(entry?.headers['x-extra'], 'seen');
    assert.deepEqual(entry?.play, { behaviour: 'cut-frame=2:rst', chosenBy: 'model' });
    assert.deepEqual([entry?.status, entry?.framesWritten, entry?.end?.how], [200, 2, 'rst']);
    assert.ok(entry && 'model' in entry.body && entry.body.stream && entry.body.lastUserText === '배송?');
    assert.deepEqual('model' in entry.body && entry.body.tools, ['f']);
    assert.match(entry.bodyText ?? '', /"stream":true/);
  });

  it('says when the caller left, and after how much', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'pace=100,words=50' });
    await call.until(({ status }) => status === 200);
    for (let words = 1; words <= 3; words++) {
      await world.clock.advance(100);
      await call.until(({ body }) => spokenText(body).split(' ').length > words);
    }
    call.leave();
    const { end, framesWritten } = await world.simulator.until(entry => entry.end?.how === 'caller-left');
    assert.deepEqual([end?.afterMs, framesWritten], [300, 4]);
  });

  it('keeps a bounded number of entries and counts the rest', async () => {
    await using simulator = await startSimulator({ providers: { openai: 'openai' }, maxLogEntries: 3 });
    for (let turn = 0; turn < 5; turn++) await hear(requestOf(simulator, {}));
    assert.deepEqual(
      simulator.log().map(({ id }) => id),
      [3, 4, 5],
    );
    const answer = await hear({ method: 'GET', url: `${simulator.url}/control/log` });
    assert.equal(JSON.parse(answer.body.toString()).dropped, 2);
  });

  it('can be cleared, and does not mix old exchanges into the new', async () => {
    await using world = await setUp();
    const call = world.call({ play: 'silence=before-headers' });
    await world.simulator.until(({ id }) => id === 1);
    world.simulator.clearLog();
    call.leave();
    await world.ask();
    assert.deepEqual(
      world.simulator.log().map(({ id }) => id),
      [2],
    );
  });

  it('says what it holds when what is awaited does not come', async () => {
    await using world = await setUp();
    await world.ask();
    await assert.rejects(
      world.simulator.until(() => false, 5),
      /no entry fits after 5 ms.*1 openai completed/,
    );
  });
});

describe('dead ends', () => {
  it('a black hole accepts and says nothing', async () => {
    await using hole = await startBlackHole();
    const call = new RawCall({ url: hole.url, body: 'hello' });
    const socket = connect(hole.port, '127.0.0.1');
    await once(socket, 'connect');
    assert.equal(call.soFar.status, 0);
    call.leave();
    socket.destroy();
    await call.over;
  });

  it('a refused address refuses', async () => {
    const { port, hostname } = new URL(await refusedUrl());
    const socket = connect(Number(port), hostname);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });
});
