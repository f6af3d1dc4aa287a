import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSystemIds, silentLogger, systemClock, systemRandom } from '@naru/kernel';
import { collectStream } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import type { OverrideAct, RouterEvent, SharedChange, SharedEntry } from '@naru/router';
import { createRouter } from '@naru/router';
import { aProvider, routerSettings } from '@naru/router/testing';
import { aConnectedState, aSharedState } from './testing/a-shared-state.ts';
import { RedisProcess, redisBinary } from './testing/redis-process.ts';
import { until } from './testing/until.ts';

const binary = redisBinary();
const isMissing = !binary && process.env['REQUIRE_SERVICES'] !== '1';

const ENTRY: SharedEntry = { topic: 'health', key: 'primary', value: 'open', origin: 'one' };
const QUESTION = { policy: 'default', mode: 'stream' } as const;
const ANSWER: readonly ScriptLine[] = [say('안녕하세요'), finish];
const FORCE: OverrideAct = { kind: 'force', provider: 'fallback_1' };

describe('a Redis of the test’s own', () => {
  if (isMissing) {
    it('killed and back', { skip: 'skipped: redis-server not installed; npm run services' }, () => {});
    return;
  }

  const opened = new AsyncDisposableStack();
  after(() => opened.disposeAsync());

  async function setUp() {
    if (!binary) throw new Error('REQUIRE_SERVICES=1, but redis-server is not installed (npm run services)');
    return opened.use(await RedisProcess.start(binary));
  }

  async function instance(url: string, primary: readonly ScriptLine[] = ANSWER) {
    const { state, logger } = await aConnectedState({ url });
    const events: RouterEvent[] = [];
    const models = { primary: scriptedModel('a', [primary]), fallback_1: scriptedModel('b', [ANSWER]) };
    const router = createRouter({
      providers: Object.entries(models).map(([alias, languageModel]) => ({
        provider: aProvider({ alias }),
        languageModel,
      })),
      settings: routerSettings(),
      clock: systemClock,
      random: systemRandom,
      ids: createSystemIds(),
      observer: { on: event => void events.push(event) },
      logger: silentLogger,
      sharedState: state,
    });
    opened.use(state);
    opened.use(router);
    return {
      state,
      logger,
      router,
      primary: models.primary,
      head: () => router.explain(QUESTION).chain[0],
      force: (act: OverrideAct = FORCE) => {
        const outcome = router.overrides.put({ act, ttlMs: 60_000, reason: '점검' }, '운영자');
        return outcome.kind === 'made' ? outcome.override.id : assert.fail(outcome.problem);
      },
      failures: () => events.filter(({ type }) => type === 'shared-state-failed').length,
      async ask(policy = 'default') {
        return (await collectStream(router.languageModel(policy).stream(aModelCall()))).text;
      },
    };
  }

  it('R-HLT-6: an override on one instance holds on the other within a second, and so does its end', async () => {
    const { url } = await setUp();
    const [one, other] = [await instance(url), await instance(url)];
    const id = one.force();
    assert.equal(one.head(), 'fallback_1', 'at once where it is made');
    await until('it holds on the other', () => other.head() === 'fallback_1', 1_000);
    other.router.overrides.end(id, '운영자');
    await until('its end is known', () => one.head() === 'primary', 1_000);
  });

  it('R-HLT-6, trap 28: a failure and an open circuit on one keep the other away within a second', async () => {
    const { url } = await setUp();
    const [one, other] = [await instance(url, [fail('server')]), await instance(url)];
    assert.equal(await one.ask(), '안녕하세요');
    await until('it cools down on the other', () => other.head() === 'fallback_1', 1_000);
    assert.equal(await other.ask(), '안녕하세요');
    assert.equal(other.primary.calls.length, 0);

    // Asked by its own name, it fails until its circuit opens.
    for (let call = 0; call < 3; call += 1) await assert.rejects(one.ask('primary'));
    const stateThere = () =>
      other.router.explain(QUESTION).candidates.find(({ alias }) => alias === 'primary')?.signals.health?.state;
    await until('its circuit is open on the other', () => stateThere() === 'open', 1_000);
  });

  it('killed and back: decisions go on, nobody throws, and what was said meanwhile is shared afterwards', async () => {
    const redis = await setUp();
    const [one, other] = [await instance(redis.url), await instance(redis.url)];
    const before = one.force({ kind: 'block', provider: 'fallback_1' });
    await until('it is shared', () => other.router.overrides.list().length === 1, 1_000);
    await redis.kill();
    await until('both have noticed', () => !one.state.standing().isUp && !other.state.standing().isUp, 2_000);

    one.router.overrides.end(before, '운영자');
    one.force();
    assert.equal(one.head(), 'fallback_1');
    assert.equal(await one.ask(), '안녕하세요');
    assert.equal(await other.ask(), '안녕하세요');
    assert.equal(other.head(), 'primary', 'it cannot know yet');
    await until('it is counted', () => one.failures() > 0, 1_000);

    await redis.start();
    await until('the other has heard', () => other.head() === 'fallback_1', 5_000);
    const late = await instance(redis.url);
    await until('who starts now hears it too', () => late.head() === 'fallback_1', 1_000);
    assert.equal(one.logger.entries.filter(({ level }) => level === 'warn').length, 1);
  });

  it('killed twice: an older word never wins over a later one', async () => {
    const redis = await setUp();
    const [one, other] = [await aConnectedState({ url: redis.url }), await aConnectedState({ url: redis.url })];
    for (const { state } of [one, other]) opened.use(state);
    await one.state.put(ENTRY, 60_000);
    await redis.kill();
    await until('both have noticed', () => !one.state.standing().isUp && !other.state.standing().isUp, 2_000);
    await sleep(20);
    await assert.rejects(other.state.put({ ...ENTRY, value: 'later', origin: 'other' }, 60_000));
    await redis.start();
    await until('both are back', () => one.state.standing().isUp && other.state.standing().isUp, 5_000);
    const value = async () => (await one.state.entries('health').catch(() => []))[0]?.value;
    await until('the later one stands', async () => (await value()) === 'later', 2_000);
    await redis.kill();
    await redis.start();
    await until('it is there again', async () => (await value()) === 'later', 5_000);
    const [kept] = await one.state.entries('health');
    assert.ok((kept?.ageMs ?? 0) > 0, 'with the age that it has');
  });

  it('silent: every call ends within its time, and the connection is given up and made anew', async () => {
    const redis = await setUp();
    const { state } = await aConnectedState({ url: redis.url });
    opened.use(state);
    const heard: SharedChange[] = [];
    state.listen(change => heard.push(change));
    redis.signal('SIGSTOP');
    const startedAtMs = performance.now();
    await assert.rejects(state.put(ENTRY, 60_000));
    assert.ok(performance.now() - startedAtMs < 500, 'it did not wait');
    await until('it is given up', () => !state.standing().isUp, 5_000);
    await assert.rejects(state.acquire('probe', 'a', 1_000));
    redis.signal('SIGCONT');
    await until('it is told', () => heard.some(({ value }) => value === 'open'), 5_000);
  });

  it('not there at the start: nobody waits, it is said once, and all is well when it comes', async () => {
    const redis = await setUp();
    await redis.kill();
    const { state, logger } = aSharedState({ url: redis.url });
    opened.use(state);
    assert.equal(await state.firstContact(1_000), false);
    const rejected = await Promise.allSettled(Array.from({ length: 5_000 }, () => state.entries('health')));
    assert.ok(rejected.every(({ status }) => status === 'rejected'));
    await until('it tries again', () => state.standing().connectionFailures > 5, 5_000);
    assert.equal(logger.entries.length, 1);
    assert.ok(!JSON.stringify(logger.entries).includes('127.0.0.1'), 'no address in the log');
    await redis.start();
    await until('it is there', () => state.standing().isUp, 5_000);
    await state.put(ENTRY, 60_000);
    assert.equal((await state.entries('health')).length, 1);
  });
});
