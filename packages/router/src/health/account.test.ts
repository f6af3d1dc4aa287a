import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { collectStream, type OutcomeClass } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import { aRouter } from '../testing/a-router.ts';

const GOOD: readonly ScriptLine[] = [say('안녕'), finish];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function setUp(scripts: readonly (readonly ScriptLine[])[], syntheticProbes = true) {
  const clock = new FakeClock();
  const primary = scriptedModel('a', scripts, clock);
  const models = { primary, fallback_1: scriptedModel('b', [GOOD], clock) };
  const made = aRouter({ models, clock, settings: { breaker: { syntheticProbes } } });
  const turn = () => collectStream(made.router.languageModel('default').stream(aModelCall()));
  const fate = () => made.router.explain({ policy: 'default', mode: 'json' }).candidates[0]?.fate;
  return { ...made, clock, primary, turn, fate };
}

const BROKEN = { kind: 'dropped', stage: 'breaker', why: 'account' };

describe('an account that does not work (R-FO-1, resilience B1 C3)', () => {
  for (const kind of ['auth', 'quota', 'not_found'] as const satisfies readonly OutcomeClass[]) {
    it(`${kind}: is seen again by a probe after a second, and then not dialled for five minutes`, async () => {
      const { turn, fate, clock, primary } = setUp([[fail(kind)]]);
      await turn();
      assert.equal(primary.calls.length, 1);
      await clock.advance(1 * SECOND);
      assert.equal(primary.calls.length, 2, 'the probe');
      assert.deepEqual(fate(), BROKEN);
      for (let minute = 0; minute < 4; minute += 1) {
        await clock.advance(MINUTE);
        await turn();
      }
      assert.equal(primary.calls.length, 2);
      await clock.advance(MINUTE + SECOND);
      assert.equal(primary.calls.length, 3, 'one probe after five minutes');
      assert.deepEqual(fate(), BROKEN, 'and the next five');
    });
  }

  it('is back with the probes after five minutes, once it works again', async () => {
    const { turn, clock, primary, fate } = setUp([[fail('auth')], [fail('auth')], GOOD]);
    await turn();
    await clock.advance(SECOND);
    assert.deepEqual(fate(), BROKEN);
    await clock.advance(5 * MINUTE);
    await turn();
    await turn();
    assert.equal(primary.calls.length, 4);
    assert.deepEqual(fate(), { kind: 'kept', position: 0 });
  });

  it('is not broken by one refusal, which may have been about what a customer wrote', async () => {
    const { turn, clock, fate } = setUp([[fail('auth', { status: 403 })], GOOD]);
    await turn();
    await clock.advance(2 * SECOND);
    assert.deepEqual(fate(), { kind: 'kept', position: 0 }, 'the probe has ended the cooling');
  });

  it('is found broken by the next turn where probes are off', async () => {
    const { turn, clock, primary, fate } = setUp([[fail('quota')]], false);
    await turn();
    await clock.advance(16 * SECOND);
    await turn();
    assert.equal(primary.calls.length, 2);
    assert.deepEqual(fate(), BROKEN);
  });

  it('costs nobody an answer', async () => {
    const { turn } = setUp([[fail('auth')]]);
    for (let time = 0; time < 5; time += 1) assert.equal((await turn()).text, '안녕');
  });
});
