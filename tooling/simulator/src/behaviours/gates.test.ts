import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setUp, type World } from '../testing/set-up.ts';

async function statuses(world: World, count: number, play?: string): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let turn = 0; turn < count; turn++) seen.push((await world.ask(play === undefined ? {} : { play })).status);
  return seen;
}

describe('gates', () => {
  it('flap is up, down and up again by its period', async () => {
    await using world = await setUp();
    world.play('flap=5000/3000');
    const seen: number[] = [];
    for (let second = 0; second < 10; second++) {
      seen.push(...(await statuses(world, 1)));
      await world.clock.advance(1_000);
    }
    assert.deepEqual(seen, [200, 200, 200, 200, 200, 503, 503, 503, 200, 200]);
  });

  it('error-rate fails a share of the requests, the same for the same seed', async () => {
    await using one = await setUp();
    await using two = await setUp();
    const first = await statuses(one, 200, 'error-rate=0.3');
    assert.deepEqual(await statuses(two, 200, 'error-rate=0.3'), first);
    const failed = first.filter(status => status === 500).length;
    assert.ok(failed > 40 && failed < 80, `${failed} of 200 failed`);
  });

  it('every plays the rest on each n-th request only', async () => {
    await using world = await setUp();
    assert.deepEqual(await statuses(world, 6, 'every=3,status=418'), [200, 200, 418, 200, 200, 418]);
  });

  it('quota serves so many in a window and says how long to wait', async () => {
    await using world = await setUp();
    world.play({ quota: '2/60000' });
    await world.clock.advance(10_000);
    assert.deepEqual(await statuses(world, 2), [200, 200]);
    const refused = await world.ask();
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '50']);
    await world.clock.advance(50_000);
    assert.deepEqual(await statuses(world, 3), [200, 200, 429]);
  });

  it('context-window refuses long prompts only', async () => {
    await using world = await setUp();
    world.play('context-window=50');
    assert.equal((await world.ask()).status, 200);
    const long = await world.ask({ question: '배송 '.repeat(100) });
    assert.equal(long.status, 400);
    assert.match(long.body.toString(), /context_length_exceeded/);
  });

  it('no-prefill refuses to go on from words of the assistant', async () => {
    await using world = await setUp();
    world.play('no-prefill');
    assert.equal((await world.ask()).status, 200);
    const messages = [
      { role: 'user', content: '배송?' },
      { role: 'assistant', content: '배송은' },
    ];
    assert.equal((await world.ask({ more: { messages } })).status, 400);
  });

  it('no-tools refuses requests with tools', async () => {
    await using world = await setUp();
    world.play('no-tools');
    assert.equal((await world.ask()).status, 200);
    assert.equal((await world.ask({ tools: ['find_seats'] })).status, 400);
  });

  it('a gate that lets nothing through is not noted as played', async () => {
    await using world = await setUp();
    await statuses(world, 2, 'every=2,status=418');
    assert.deepEqual(
      world.simulator.log().map(({ play }) => play),
      [
        { behaviour: '', chosenBy: 'model' },
        { behaviour: 'every=2,status=418', chosenBy: 'model' },
      ],
    );
  });
});
