import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { collectStream, type FinishPart } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import type { RouterSettings } from '../router-settings.ts';
import { aRouter } from '../testing/a-router.ts';

const GOOD: readonly ScriptLine[] = [say('안녕'), finish];
const BAD: readonly ScriptLine[] = [fail('server', { status: 503 })];
const SECRET = '주문번호 0421-7788';

function setUp(scripts: readonly (readonly ScriptLine[])[], settings: Partial<RouterSettings> = {}) {
  const clock = new FakeClock();
  const primary = scriptedModel('a', scripts, clock);
  const made = aRouter({
    models: { primary, fallback_1: scriptedModel('b', [GOOD], clock) },
    clock,
    settings: { breaker: { syntheticProbes: true }, ...settings },
  });
  const turn = () =>
    collectStream(
      made.router
        .languageModel('default')
        .stream(aModelCall({ prompt: { messages: [{ role: 'user', text: SECRET }] } })),
    );
  const probes = () => made.observer.of('probe-ended');
  const first = () => made.router.explain({ policy: 'default', mode: 'json' }).chain[0];
  const state = () =>
    made.router.explain({ policy: 'default', mode: 'json' }).candidates[0]?.signals.health?.state ?? 'closed';
  return { ...made, clock, primary, turn, probes, first, state };
}

describe('a synthetic probe', () => {
  it('is sent when no turn has come for a second after a cooling, and brings the provider back', async () => {
    const { turn, probes, clock, primary, state } = setUp([BAD, GOOD]);
    await turn();
    await clock.advance(15_999);
    assert.equal(primary.calls.length, 1);
    await clock.advance(1);
    assert.deepEqual(
      probes().map(({ provider, outcome, usage }) => [provider, outcome, usage?.outputTokens]),
      [['primary', 'ok', 5]],
    );
    assert.equal(state(), 'closed');
    assert.equal(clock.pending, 0);
  });

  it('is not sent where a turn came first', async () => {
    const { turn, probes, clock, primary } = setUp([BAD, GOOD]);
    await turn();
    await clock.advance(15_500);
    await turn();
    await clock.advance(60_000);
    assert.deepEqual([primary.calls.length, probes().length, clock.pending], [2, 0, 0]);
  });

  it('asks for one token and carries nothing of any customer (R-HLT-5, trap 45)', async () => {
    const { turn, clock, primary } = setUp([BAD, GOOD]);
    await turn();
    await clock.advance(16_000);
    const { prompt, tools, settings, labels, raw } = primary.calls[1] ?? aModelCall();
    assert.deepEqual(prompt, { messages: [{ role: 'user', text: 'ping' }] });
    assert.deepEqual([tools, settings, raw], [[], { mode: 'stream', maxTokens: 1 }, undefined]);
    assert.deepEqual(Object.keys(labels).toSorted(), ['requestId', 'traceId']);
    assert.doesNotMatch(JSON.stringify(primary.calls[1]), /0421/);
  });

  it('goes on while the provider is down, 5 s apart at least', async () => {
    const { turn, observer, clock } = setUp([BAD]);
    await turn();
    await clock.advance(10 * 60_000);
    const times = observer.of('probe-ended').map(({ startedAtMs }) => startedAtMs);
    assert.ok(times.length >= 20 && times.length <= 60, `${times.length} probes in 10 min`);
    for (const [index, atMs] of times.entries()) {
      if (index > 0) assert.ok(atMs - (times[index - 1] ?? 0) >= 5_000);
    }
  });

  it('is sent so many times a day and no more, until the next day', async () => {
    const { turn, probes, clock } = setUp([BAD], { breaker: { syntheticProbes: true, syntheticProbesPerDay: 3 } });
    await turn();
    await clock.advance(60 * 60_000);
    assert.equal(probes().length, 3);
    await clock.advance(24 * 60 * 60_000);
    assert.equal(probes().length, 6);
  });

  it('that is never answered ends in the time of a first token, as a failure', async () => {
    const { turn, probes, clock, state, primary } = setUp([BAD, BAD, [wait('forever')]]);
    await turn();
    await clock.advance(16_000 + 16_000);
    assert.equal(primary.running, 1);
    await clock.advance(6_000);
    assert.deepEqual([probes().at(-1)?.outcome, primary.running], ['timeout_first_token', 0]);
    assert.equal(state(), 'open');
  });

  it('takes a token that does not show for a sign of life, and an answer without any for none', async () => {
    const ended = (reason: FinishPart['reason']['unified'], outputTokens: number): ScriptLine => ({
      ...finish,
      reason: { unified: reason, raw: reason },
      usage: { ...finish.usage, outputTokens },
    });
    const outcomes: unknown[] = [];
    for (const script of [[ended('length', 0)], [ended('stop', 1)], [ended('stop', 0)], [say('a')]]) {
      const { turn, probes, clock } = setUp([BAD, script]);
      await turn();
      await clock.advance(16_000);
      outcomes.push(probes()[0]?.outcome);
    }
    assert.deepEqual(outcomes, ['ok', 'ok', 'empty', 'stream_broken']);
  });

  it('is not sent by a router that has been disposed, which leaves no timer behind', async () => {
    const { router, turn, clock, primary } = setUp([BAD]);
    await turn();
    router.dispose();
    assert.equal(clock.pending, 0);
    router[Symbol.dispose]();
    await clock.advance(60_000);
    assert.equal(primary.calls.length, 1);
  });

  it('is not sent where it is switched off', async () => {
    const { turn, clock, primary } = setUp([BAD], { breaker: { syntheticProbes: false } });
    await turn();
    assert.equal(clock.pending, 0);
    await clock.advance(60_000);
    assert.equal(primary.calls.length, 1);
  });

  it('is not sent to a provider that a reload has taken away', async () => {
    const { router, turn, clock, entries, primary } = setUp([BAD]);
    await turn();
    router.reconfigure(entries.slice(1), { policies: {}, tenants: {}, tiers: {}, blocklist: [], cooldownMs: 15_000 });
    await clock.advance(60_000);
    assert.deepEqual([primary.calls.length, clock.pending], [1, 0]);
  });
});
