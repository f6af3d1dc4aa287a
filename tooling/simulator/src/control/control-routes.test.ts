import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at } from '../testing/read-events.ts';
import { hear, RawCall } from '../testing/raw-call.ts';
import { setUp, type World } from '../testing/set-up.ts';

async function control(world: World, method: string, path: string, body?: unknown) {
  const heard = await hear({ method, url: `${world.simulator.url}/control${path}`, body });
  return { status: heard.status, document: JSON.parse(heard.body.toString()) };
}

describe('control over HTTP', () => {
  it('tells a provider what to play, for a count, for a time, or until told otherwise', async () => {
    await using world = await setUp();
    const told = await control(world, 'POST', '/providers/openai', { behaviour: 'status=503,retry-after=2', times: 1 });
    assert.deepEqual([told.status, at(told.document, 'queued', 0)], [200, 'status=503,retry-after=2 × 1']);
    await control(world, 'POST', '/providers/openai', { behaviour: { status: 429 }, forMs: 1_000 });
    assert.equal((await world.ask()).status, 503);
    assert.equal((await world.ask()).status, 429);
    await world.clock.advance(1_000);
    assert.equal((await world.ask()).status, 200);
    await control(world, 'POST', '/providers/openai', { behaviour: 'status=500' });
    assert.equal((await world.ask()).status, 500);
    const cleared = await control(world, 'DELETE', '/providers/openai');
    assert.equal(at(cleared.document, 'standing'), 'well');
    assert.equal((await world.ask()).status, 200);
  });

  it('lists providers and behaviours', async () => {
    await using world = await setUp();
    const { document } = await control(world, 'GET', '');
    assert.equal(at(document, 'providers', 0, 'url'), `${world.simulator.url}/openai/v1`);
    const behaviours = (await control(world, 'GET', '/behaviours')).document.behaviours as { name: string }[];
    assert.ok(behaviours.some(({ name }) => name === 'cut-frame'));
  });

  const REFUSED: readonly (readonly [what: string, body: unknown, status: number, says: RegExp])[] = [
    ['an unknown behaviour', { behaviour: 'statos=1' }, 400, /unknown behaviour "statos"/],
    ['a value out of range', { behaviour: { status: 1 } }, 400, /status: found 1; allowed/],
    [
      'a field that is not there',
      { behaviour: 'well', time: 2 },
      400,
      /unknown field time; allowed: behaviour, times, forMs/,
    ],
    ['times below one', { behaviour: 'well', times: 0 }, 400, /times: found 0/],
    ['times as a text', { behaviour: 'well', times: '2' }, 400, /times and forMs/],
    ['no behaviour', {}, 400, /behaviour: expected/],
    ['a list', [], 400, /expected an object/],
    ['broken JSON', '{', 400, /expected JSON/],
  ];
  for (const [what, body, status, says] of REFUSED) {
    it(`refuses ${what}, and plays nothing`, async () => {
      await using world = await setUp();
      const refused = await control(world, 'POST', '/providers/openai', body);
      assert.equal(refused.status, status);
      assert.match(String(at(refused.document, 'error', 'message')), says);
      assert.equal((await world.ask()).status, 200);
    });
  }

  it('names the providers and calls that there are', async () => {
    await using world = await setUp();
    for (const name of ['nobody', 'constructor', '__proto__']) {
      const { status, document } = await control(world, 'POST', `/providers/${name}`, { behaviour: 'well' });
      assert.deepEqual([status, /allowed: openai, anthropic/.test(JSON.stringify(document))], [404, true]);
    }
    assert.equal((await control(world, 'GET', '/nothing')).status, 404);
    assert.equal((await control(world, 'PUT', '/log')).status, 404);
    assert.equal((await control(world, 'GET', '/log/1/more')).status, 404);
  });

  it('refuses a queue without end', async () => {
    await using world = await setUp();
    for (let place = 0; place < 1_000; place++) world.simulator.play('openai', 'status=500', { times: 1 });
    const refused = await control(world, 'POST', '/providers/openai', { behaviour: 'status=500', times: 1 });
    assert.deepEqual([refused.status, /holds 1000 plays/.test(JSON.stringify(refused.document))], [400, true]);
  });
});

describe('the log over HTTP', () => {
  it('gives entries after an id, of one provider, and only as many as asked', async () => {
    await using world = await setUp();
    await world.ask();
    await world.ask({ protocol: 'anthropic' });
    await world.ask();
    const ids = async (query: string) =>
      ((await control(world, 'GET', `/log?${query}`)).document.entries as { id: number }[]).map(({ id }) => id);
    assert.deepEqual(await ids(''), [1, 2, 3]);
    assert.deepEqual(await ids('after=1'), [2, 3]);
    assert.deepEqual(await ids('provider=openai'), [1, 3]);
    assert.deepEqual(await ids('limit=1&ended=true'), [1]);
    assert.equal((await control(world, 'GET', '/log?limit=none')).status, 400);
    await control(world, 'DELETE', '/log');
    assert.deepEqual(await ids(''), []);
    assert.equal((await control(world, 'GET', '/log/1')).status, 404);
  });

  it('waits for the end of an exchange: until the caller left', async () => {
    await using world = await setUp();
    const call = world.call({ play: 'silence=before-headers' });
    await world.simulator.until(({ id }) => id === 1);
    const waiting = control(world, 'GET', '/log/1?waitMs=5000');
    call.leave();
    assert.equal(at((await waiting).document, 'end', 'how'), 'caller-left');
  });

  it('waits for the first entry that fits', async () => {
    await using world = await setUp();
    const waiting = new RawCall({
      method: 'GET',
      url: `${world.simulator.url}/control/log?provider=openai&waitMs=5000`,
    });
    await world.ask({ protocol: 'anthropic' });
    assert.equal(waiting.soFar.status, 0);
    await world.ask();
    const { entries } = JSON.parse((await waiting.over).body.toString());
    assert.deepEqual(at(entries, 0, 'provider'), 'openai');
  });
});
