import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import { collectStream } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import { createMemorySteeringStore } from '../memory/memory-steering-store.ts';
import type { SteeringStore } from '../ports/steering-store.ts';
import { aRouter } from '../testing/a-router.ts';

const GOOD = [say('안녕'), finish];
const CANARY = {
  provider: 'fallback_1',
  share: 0.5,
  abort: { minSamples: 5, maxExtraErrorRatio: 0.05, maxLatencyFactor: 100 },
};

/** One run of a process over what is kept. */
async function run(store: SteeringStore, clock = new FakeClock(Date.UTC(2026, 10, 20, 3))) {
  const models = {
    primary: scriptedModel('a', [GOOD], clock),
    fallback_1: scriptedModel('b', [[fail('server', { status: 500 })]], clock),
  };
  const settings = { cooldownMs: 0, breaker: { enabled: false }, canary: CANARY };
  const made = aRouter({ models, clock, settings, deps: { steeringStore: store } });
  await made.router.open();
  const judge = (times: number): void => {
    for (let time = 0; time < times; time += 1) {
      made.router.observeQuality({ provider: 'primary', intent: 'refund', kind: 'groundedness', value: 0.25 });
    }
  };
  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) {
      const labels = { requestId: `r-${turn}`, traceId: 't', sessionId: `session-${turn}` };
      await collectStream(made.router.languageModel('default').stream(aModelCall({ labels })));
    }
  };
  const weight = async (): Promise<number | undefined> =>
    (await made.router.standing()).quality.find(({ intent }) => intent === 'REFUND')?.weight;
  const canary = async (): Promise<string | undefined> => (await made.router.standing()).canary?.state;
  return { ...made, clock, judge, turns, weight, canary };
}

describe('what steering learnt', () => {
  it('outlives a restart: quality goes on where it was (stage 5)', async () => {
    const store = createMemorySteeringStore();
    const first = await run(store);
    first.judge(15);
    await first.router.close();
    const second = await run(store);
    assert.equal(await second.weight(), 1, 'fifteen are too few to say anything');
    second.judge(5);
    assert.equal(await second.weight(), 0.25);
    await second.clock.advance(1_000);
    await settle();
    const third = await run(store);
    assert.equal(await third.weight(), 0.25, 'also of a process that was killed a second later');
  });

  it('outlives a restart: a canary that ended by itself is not tried again (stage 10)', async () => {
    const store = createMemorySteeringStore();
    const first = await run(store);
    await first.turns(120);
    assert.equal(await first.canary(), 'aborted');
    await first.router.close();
    const second = await run(store);
    assert.equal(await second.canary(), 'aborted');
    await second.turns(20);
    assert.deepEqual(second.observer.of('canary-aborted'), [], 'it is not told twice');
    assert.ok(second.observer.of('decided').every(({ decision }) => decision.chain[0] === 'primary'));
  });

  it('is tried again after an operator wished for it anew', async () => {
    const store = createMemorySteeringStore();
    const first = await run(store);
    await first.turns(120);
    await first.router.close();
    const second = await run(store);
    const act = { kind: 'canary', enabled: true } as const;
    second.router.overrides.put({ act, ttlMs: 60_000, reason: 'mended' }, 'operator');
    assert.equal(await second.canary(), 'running');
  });

  it('waits while the store is away, and is told of once', async () => {
    const memory = createMemorySteeringStore();
    let isAway = true;
    const store: SteeringStore = {
      ...memory,
      addQuality: heard => (isAway ? Promise.reject(new Error('away')) : memory.addQuality(heard)),
    };
    const { judge, clock, logger } = await run(store);
    judge(20);
    await clock.advance(12_000);
    assert.equal(logger.entries.length, 1);
    isAway = false;
    await clock.advance(5_000);
    assert.equal((await memory.quality(0))[0]?.count, 20);
  });

  it('is taken up once, though a start is tried again', async () => {
    const store = createMemorySteeringStore();
    const first = await run(store);
    first.judge(10);
    await first.router.close();
    const second = await run(store);
    await second.router.open();
    assert.equal((await second.router.standing()).quality[0]?.samples, 10);
  });
});
