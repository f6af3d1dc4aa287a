import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PROTOCOL_NAMES } from '../protocols/protocol.ts';
import { readEvents, spokenText } from '../testing/read-events.ts';
import { setUp } from '../testing/set-up.ts';

describe('the cutting behaviours', () => {
  for (const protocol of PROTOCOL_NAMES) {
    it(`cut-frame cuts a stream of ${protocol} at every frame index, in each of three ways`, async () => {
      await using world = await setUp();
      const whole = readEvents((await world.ask({ protocol, stream: true })).body).length;
      for (let frames = 0; frames < whole; frames++) {
        for (const [how, ending] of [
          ['fin', 'fin'],
          ['rst', 'rst'],
          ['end', 'complete'],
        ]) {
          const heard = await world.ask({ protocol, stream: true, play: `cut-frame=${frames}:${how}` });
          assert.deepEqual([readEvents(heard.body).length, heard.ending], [frames, ending]);
        }
      }
    });
  }

  it('cut-frame closes cleanly unless told otherwise, and leaves alone what is shorter', async () => {
    await using world = await setUp();
    assert.equal((await world.ask({ stream: true, play: 'cut-frame=2' })).ending, 'fin');
    assert.equal((await world.ask({ stream: true, play: 'cut-frame=5000:rst' })).ending, 'complete');
  });

  it('cut-byte cuts inside a frame and inside a JSON body', async () => {
    await using world = await setUp();
    const stream = await world.ask({ stream: true, play: 'cut-byte=200:rst' });
    assert.deepEqual([stream.body.length, stream.ending], [200, 'rst']);
    const json = await world.ask({ play: 'cut-byte=10' });
    assert.deepEqual([json.body.length, json.ending], [10, 'fin']);
    const ended = await world.ask({ play: 'cut-byte=150:end' });
    assert.deepEqual([ended.body.length, ended.ending], [150, 'complete']);
  });

  it('stall-frame falls silent at every frame index and keeps the connection', async () => {
    await using world = await setUp();
    const whole = readEvents((await world.ask({ stream: true })).body).length;
    for (let frames = 0; frames < whole; frames++) {
      const call = world.call({ stream: true, play: `stall-frame=${frames}` });
      await call.until(({ body, status }) => status === 200 && readEvents(body).length === frames);
      await world.clock.advance(60_000);
      assert.equal(readEvents(call.soFar.body).length, frames);
      call.leave();
      await call.over;
    }
  });

  it('stall-frame goes on after the time given', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'stall-frame=2:500,text=하나 둘 셋' });
    await call.until(({ body }) => spokenText(body) === '하나 ');
    await world.clock.advance(500);
    assert.equal(spokenText((await call.over).body), '하나 둘 셋');
  });

  it('stall-byte falls silent inside a JSON body', async () => {
    await using world = await setUp();
    const call = world.call({ play: 'stall-byte=20' });
    await call.until(({ body }) => body.length === 20);
    await world.clock.advance(60_000);
    assert.equal(call.soFar.body.length, 20);
    call.leave();
    await call.over;
  });
});
