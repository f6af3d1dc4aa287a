import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setUp } from '../testing/set-up.ts';
import { spokenText } from '../testing/read-events.ts';

describe('the timing behaviours', () => {
  it('latency holds the status line back', async () => {
    await using world = await setUp();
    const call = world.call({ play: 'latency=200' });
    await world.simulator.until(({ provider }) => provider === 'openai');
    await world.clock.advance(199);
    assert.equal(call.soFar.status, 0);
    await world.clock.advance(1);
    assert.equal((await call.over).status, 200);
  });

  it('latency draws from a range by the seed', async () => {
    await using world = await setUp();
    const waits = new Set<number>();
    for (let turn = 0; turn < 4; turn++) {
      const call = world.call({ play: 'latency=100-500' });
      await world.simulator.until(({ id }) => id === turn + 1);
      let waitedMs = 0;
      for (; call.soFar.status === 0 && waitedMs <= 500; waitedMs += 20) {
        await world.clock.advance(20);
        if (world.clock.pending === 0) await call.over;
      }
      assert.ok(waitedMs >= 100 && waitedMs <= 520, `waited ${waitedMs}`);
      waits.add(waitedMs);
    }
    assert.ok(waits.size > 1, 'every wait was the same');
  });

  it('first-token sends head and role at once, and the first content later', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'first-token=1500' });
    const heard = await call.until(({ body }) => body.includes('"role":"assistant"'));
    assert.equal(spokenText(heard.body), '');
    await world.clock.advance(1499);
    assert.equal(spokenText(call.soFar.body), '');
    await world.clock.advance(1);
    assert.notEqual(spokenText((await call.over).body), '');
  });

  it('pace puts a wait before every content frame', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'pace=30,text=하나 둘 셋' });
    await call.until(({ body }) => body.includes('assistant'));
    for (const said of ['하나 ', '하나 둘 ', '하나 둘 셋']) {
      await world.clock.advance(30);
      const heard = await call.until(({ body }) => spokenText(body).length >= said.length);
      assert.equal(spokenText(heard.body), said);
    }
    assert.equal((await call.over).ending, 'complete');
  });

  it('drip sends one character at a time', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'drip=2,text=가나다' });
    await call.until(({ body }) => body.includes('assistant'));
    await world.clock.advance(499);
    assert.equal(spokenText(call.soFar.body), '');
    await world.clock.advance(1);
    await call.until(({ body }) => spokenText(body) === '가');
    await world.clock.advance(1_000);
    assert.equal(spokenText((await call.over).body), '가나다');
  });

  it('drip lets a JSON body drip too', async () => {
    await using world = await setUp();
    const call = world.call({ play: 'drip=50,text=가' });
    await call.until(({ status }) => status === 200);
    await world.clock.advance(40);
    const heard = await call.until(({ body }) => body.length >= 2);
    assert.equal(heard.body.toString(), '{"');
    call.leave();
  });
});
