import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { setUp } from '../testing/set-up.ts';
import { spokenText } from '../testing/read-events.ts';
import { PlayError, readPlay } from './play.ts';
import { behaviourNamed, behaviourNames } from './registry.ts';

function mistakesOf(source: string | Record<string, string>): readonly string[] {
  try {
    readPlay(source);
    return [];
  } catch (error) {
    assert.ok(error instanceof PlayError);
    return error.mistakes;
  }
}

describe('a play', () => {
  it('reads text and settings alike', () => {
    assert.equal(readPlay({ status: 503, 'retry-after': 2, linger: true }).text, 'status=503,retry-after=2,linger');
    assert.equal(readPlay('status=503, retry-after=2 ,linger').text, 'status=503,retry-after=2,linger');
    for (const well of ['', 'well', ' ']) assert.equal(readPlay(well).text, '');
  });

  it('names every mistake at once, with what was found and what is allowed', () => {
    const [unknown, value, form] = mistakesOf('statos=503,status=9000,cut-frame=3:gently');
    assert.match(unknown ?? '', /unknown behaviour "statos"; allowed: .*status/);
    assert.match(value ?? '', /status: found "9000"; allowed: a whole number, 200 to 599/);
    assert.match(form ?? '', /cut-frame: found "3:gently"; allowed: .*fin, rst, end/);
  });

  it('refuses what is given twice, names from the language itself, and broken encoding', () => {
    assert.equal(mistakesOf('status=500,status=503').length, 1);
    for (const name of ['constructor', '__proto__', 'toString']) assert.equal(mistakesOf(`${name}=1`).length, 1);
    assert.match(mistakesOf('text=%E0%A4%A')[0] ?? '', /percent-encoded/);
  });

  it('is the same when its text is read again', () => {
    const settings = fc
      .subarray([...behaviourNames], { maxLength: 6 })
      .chain(names =>
        fc.tuple(
          ...names.map(name =>
            fc.constantFrom(...(behaviourNamed(name)?.examples ?? [])).map(value => [name, value] as const),
          ),
        ),
      );
    const anyText = fc.string({ unit: 'grapheme', maxLength: 50 }).map(text => [['text', text]] as const);
    fc.assert(
      fc.property(fc.oneof(settings, anyText), entries => {
        const play = readPlay(Object.fromEntries(entries));
        assert.equal(readPlay(play.text).text, play.text);
      }),
    );
  });

  it('composes: what drips can be cut, what is split can be paced', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'drip=10,cut-frame=3:rst,text=가나다라' });
    await world.simulator.until(({ framesWritten }) => framesWritten === 1);
    await world.clock.advance(1_000);
    const heard = await call.over;
    assert.deepEqual([spokenText(heard.body), heard.ending], ['가나', 'rst']);
  });
});
