import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger, settle } from '@naru/kernel/testing';
import { startDailyRetention, type Outlived } from './daily-retention.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;

function setUp(outlived: readonly Outlived[]) {
  const clock = new FakeClock(NOW_MS);
  const logger = recordingLogger();
  const worker = startDailyRetention({ outlived, clock, logger });
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += ms / 40) {
      await clock.advance(ms / 40);
      await settle();
    }
  };
  return { clock, logger, worker, pass };
}

/** Gives these numbers one after the other, then 0. */
function pieces(name: string, given: readonly number[]) {
  const left = [...given];
  const asked: number[] = [];
  const forgetSome = async (nowMs: number): Promise<number> => {
    asked.push(nowMs);
    return left.shift() ?? 0;
  };
  return { name, forgetSome, asked };
}

describe('the daily retention', () => {
  it('forgets piece by piece until nothing is left, a minute after the start', async () => {
    const events = pieces('events', [500, 500, 3]);
    const { worker, pass, logger } = setUp([events]);
    await using _worker = worker;
    await pass(59_000);
    assert.deepEqual(events.asked, []);
    await pass(2_000);
    assert.equal(events.asked.length, 4);
    assert.equal(new Set(events.asked).size, 1, 'all by the instant at which it began');
    assert.deepEqual(logger.entries.at(-1)?.fields, { what: 'events', gone: 1_003 });
  });

  it('looks again each day, and is silent where nothing was to go', async () => {
    const events = pieces('events', []);
    const { worker, pass, logger } = setUp([events]);
    await using _worker = worker;
    await pass(121_000);
    await pass(DAY_MS);
    assert.equal(events.asked.length, 2);
    assert.deepEqual(logger.entries, []);
  });

  it('logs what fails without keeping the rest from going, and tries it again the next day', async () => {
    const broken = pieces('tickets', [4]);
    let isBroken = true;
    const forgetSome = (nowMs: number): Promise<number> =>
      isBroken ? Promise.reject(new Error('locked')) : broken.forgetSome(nowMs);
    const events = pieces('events', [1]);
    const { worker, pass, logger } = setUp([{ name: 'tickets', forgetSome }, events]);
    await using _worker = worker;
    await pass(121_000);
    assert.deepEqual(
      logger.entries.map(({ level, fields }) => [level, fields?.['what']]),
      [
        ['error', 'tickets'],
        ['info', 'events'],
      ],
    );
    isBroken = false;
    await pass(DAY_MS);
    assert.deepEqual(logger.entries.at(-1)?.fields, { what: 'tickets', gone: 4 });
  });

  it('stops between two pieces and leaves no timer behind', async () => {
    let asked = 0;
    const endless = { name: 'endless', forgetSome: async () => (asked += 1) };
    const { worker, clock, pass } = setUp([endless]);
    await pass(121_000);
    await worker[Symbol.asyncDispose]();
    const before = asked;
    assert.ok(before > 0);
    await pass(DAY_MS);
    assert.equal(asked, before);
    assert.equal(clock.pending, 0);
  });
});
