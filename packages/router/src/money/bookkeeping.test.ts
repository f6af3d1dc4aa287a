import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FakeClock, settle } from '@naru/kernel/testing';
import { collectStream, type CallLabels, type LanguageModel } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { CallRefusedError } from '../errors.ts';
import { createMemoryBudgetStore } from '../memory/memory-budget-store.ts';
import { createMemoryLedgerStore } from '../memory/memory-ledger-store.ts';
import { configurationOf, replayDecision } from '../replay/replay-decision.ts';
import type { RouterSettings } from '../router-settings.ts';
import { aRouter } from '../testing/a-router.ts';

const ALL = { sinceMs: 0, untilMs: Infinity, limit: Infinity };
const GOOD: readonly ScriptLine[] = [say('안녕'), finish];
/** 10 tokens in and 5 out cost 10 + 10 = 20 micro-units. */
const PRICES = { prices: { inputMicrosPer1k: 1_000, outputMicrosPer1k: 2_000, cacheReadMicrosPer1k: 0 } };

function setUp(
  models: Readonly<Record<string, LanguageModel>>,
  settings: Partial<RouterSettings> = {},
  clock = new FakeClock(),
) {
  const ledger = createMemoryLedgerStore();
  const budgets = createMemoryBudgetStore();
  const providers = Object.fromEntries(Object.keys(models).map(alias => [alias, PRICES]));
  const made = aRouter({ models, providers, settings, clock, deps: { ledger, budgets } });
  const ask = (labels: Partial<CallLabels> = {}, signal = new AbortController().signal) =>
    collectStream(
      made.router
        .languageModel('default')
        .stream(aModelCall({ signal, labels: { requestId: 'request-1', traceId: 'trace-1', ...labels } })),
    );
  return { ...made, ledger, budgets, ask };
}

describe('the ledger of a router (R-COST-2)', () => {
  it('has a row for each attempt with what it cost, and one decision for the call', async () => {
    const broken = scriptedModel('a', [[fail('server', { status: 500 })]]);
    const { router, ledger, ask } = setUp({ primary: broken, fallback_1: scriptedModel('b', [GOOD]) });
    await router.open();
    await ask({ tenant: 'shop', assistant: 'support', intent: 'REFUND' });
    assert.equal(await router.close(), 0);
    const rows = await ledger.attempts(ALL);
    assert.deepEqual(
      rows.map(({ provider, outcome, status, attempt, costMicros, tenant }) => [
        provider,
        outcome,
        status,
        attempt,
        costMicros,
        tenant,
      ]),
      [
        ['primary', 'server', 500, 1, 0, 'shop'],
        ['fallback_1', 'ok', undefined, 2, 20, 'shop'],
      ],
    );
    const [decision] = await ledger.decisions(ALL);
    assert.equal(decision?.id, rows[0]?.decisionId);
    assert.deepEqual(decision?.chain, ['primary', 'fallback_1']);
  });

  it('has the row of an answer whose reader left, with an estimate marked so (trap 16)', async () => {
    const { router, ledger, ask } = setUp({ primary: scriptedModel('a', [[say('하나 '), wait('forever')]]) });
    await router.open();
    const stop = new AbortController();
    const reading = ask({}, stop.signal);
    await settle();
    stop.abort();
    await assert.rejects(reading);
    await router.close();
    const [row] = await ledger.attempts(ALL);
    assert.deepEqual([row?.outcome, row?.estimated, row?.dispatched], ['cancelled', true, true]);
    assert.ok((row?.costMicros ?? 0) > 0);
  });

  it('has two rows and one answer after a timeout that may have been worked on (trap 14)', async () => {
    const clock = new FakeClock();
    const models = { primary: scriptedModel('a', [[wait('forever')]], clock), fallback_1: scriptedModel('b', [GOOD]) };
    const { router, ledger, ask } = setUp(models, { breaker: { syntheticProbes: true } }, clock);
    await router.open();
    const reading = ask();
    await clock.advance(6_000);
    assert.equal((await reading).text, '안녕');
    await router.close();
    assert.deepEqual(
      (await ledger.attempts(ALL)).map(({ outcome, dispatched }) => [outcome, dispatched]),
      [
        ['timeout_first_token', true],
        ['ok', true],
      ],
    );
  });

  it('equals what was told of any mix of faults, row by row, and every decision replays (R-DEC-3)', async () => {
    const line = fc.constantFrom<readonly ScriptLine[]>(
      GOOD,
      [fail('server', { status: 500 })],
      [fail('rate_limited', { status: 429 })],
      [say('하나'), fail('stream_broken')],
      [fail('network', { dispatched: false })],
      [finish],
      [fail('bad_request', { status: 400 })],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        async turns => {
          let turn = 0;
          const models = Object.fromEntries(
            [0, 1, 2].map(index => [
              `p${index}`,
              {
                id: `p${index}`,
                stream: (call: Parameters<LanguageModel['stream']>[0]) =>
                  scriptedModel('x', [turns[turn]?.[index] ?? GOOD]).stream(call),
              },
            ]),
          );
          const { router, ledger, observer, ask } = setUp(models, { stickiness: { enabled: true } });
          await router.open();
          for (turn = 0; turn < turns.length; turn += 1) {
            await ask({ sessionId: `session-${turn % 2}`, requestId: `request-${turn}` }).catch(() => {});
          }
          assert.equal(await router.close(), 0);
          const told = observer.of('attempt-ended').map(event => [event.attemptId, event.outcome, event.costMicros]);
          const rows = (await ledger.attempts(ALL)).map(row => [row.attemptId, row.outcome, row.costMicros]);
          assert.deepEqual(rows.toSorted(), told.toSorted());

          const records = await ledger.decisions(ALL);
          assert.equal(records.length, turns.length);
          for (const record of records) {
            const configuration = await ledger.findConfiguration(record.configurationId);
            assert.ok(configuration);
            const replay = replayDecision(record, configurationOf(configuration));
            assert.ok(replay.kind === 'replayed' && replay.isSame, JSON.stringify([record, replay]));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('and the events hold nothing that a person wrote (trap 47)', async () => {
    const secret = 'canary-7f3a';
    const { router, ledger, observer, logger } = setUp({
      primary: scriptedModel('a', [[fail('server', { detail: secret })]]),
      fallback_1: scriptedModel('b', [[say(secret), finish]]),
    });
    await router.open();
    const prompt = { messages: [{ role: 'user' as const, text: secret }] };
    await collectStream(router.languageModel('default').stream(aModelCall({ prompt })));
    await router.close();
    const kept = JSON.stringify([
      await ledger.attempts(ALL),
      await ledger.decisions(ALL),
      observer.events,
      logger.entries,
    ]);
    assert.ok(kept.length > 500);
    assert.ok(!kept.includes(secret));
  });
});

describe('the budgets of a router (R-COST-3)', () => {
  const HARD: Partial<RouterSettings> = { budgets: [{ tenant: 'shop', period: 'hour', hardMicros: 100 }] };

  it('refuse before anybody is dialled, and say which one is spent', async () => {
    const model = scriptedModel('a', [GOOD]);
    const { router, ledger, observer, ask } = setUp({ primary: model }, HARD);
    await router.open();
    for (let count = 0; count < 5; count += 1) await ask({ tenant: 'shop' });
    await assert.rejects(ask({ tenant: 'shop' }), (error: unknown) => {
      assert.ok(error instanceof CallRefusedError);
      assert.deepEqual(error.refusal, { code: 'budget_exceeded', budget: 'tenant shop, hour' });
      assert.equal(error.kind, 'quota');
      return true;
    });
    assert.equal(model.calls.length, 5);
    assert.equal(observer.of('decided').at(-1)?.decision.reasonCode, 'budget_exceeded');
    await ask({ tenant: 'other' });
    await router.close();
    assert.equal((await ledger.decisions(ALL)).filter(({ reasonCode }) => reasonCode === 'budget_exceeded').length, 1);
  });

  it('are passed by 200 concurrent calls by no more than what is held (trap 40)', async () => {
    const clock = new FakeClock();
    const { router, ask } = setUp(
      { primary: scriptedModel('a', [[wait(1_000), ...GOOD]], clock) },
      {
        budgets: [{ period: 'day', hardMicros: 5_000 }],
      },
      clock,
    );
    await router.open();
    const calls = Array.from({ length: 200 }, () => ask());
    const outcomes = Promise.allSettled(calls);
    await clock.advance(2_000);
    const served = (await outcomes).filter(({ status }) => status === 'fulfilled').length;
    const [budget] = (await router.standing()).budgets;
    assert.ok(served > 0 && served < 20, `${served} served`);
    assert.deepEqual([budget?.spentMicros, budget?.reservedMicros], [served * 20, 0]);
    await router.close();
  });

  it('send calls the low-cost way from the soft ceiling on, also in explain', async () => {
    const models = { primary: scriptedModel('a', [GOOD]), fallback_1: scriptedModel('b', [GOOD]) };
    const settings: Partial<RouterSettings> = {
      cost: { lowCostProvider: 'fallback_1' },
      budgets: [{ period: 'hour', softMicros: 30 }],
    };
    const { router, ask } = setUp(models, settings);
    await router.open();
    const servedBy = [];
    for (let count = 0; count < 4; count += 1) servedBy.push((await ask()).served?.provider);
    assert.deepEqual(servedBy, ['primary', 'primary', 'fallback_1', 'fallback_1']);
    const explained = router.explain({ policy: 'default', mode: 'stream' });
    assert.deepEqual([explained.chain[0], explained.reasonCode], ['fallback_1', 'cost']);
    const risky = router.explain({ policy: 'default', mode: 'stream', risk: 'high' });
    assert.equal(risky.chain[0], 'primary');
    await router.close();
  });

  it('hold nothing any more of a call that failed, or whose reader left at whatever moment', async () => {
    const clock = new FakeClock();
    const { router, ask } = setUp(
      { primary: scriptedModel('a', [[fail('bad_request', { status: 400 })], [wait('forever')]], clock) },
      HARD,
      clock,
    );
    await router.open();
    const heldMicros = async () => (await router.standing()).budgets[0]?.reservedMicros;
    await assert.rejects(ask({ tenant: 'shop' }));
    assert.equal(await heldMicros(), 0);

    const call = aModelCall({ labels: { requestId: 'r', traceId: 't', tenant: 'shop' } });
    const stream = router.languageModel('default').stream(call)[Symbol.asyncIterator]();
    const pending = stream.next();
    const early = stream.return?.();
    assert.deepEqual(await pending, { done: true, value: undefined });
    await early;
    await settle();
    assert.equal(await heldMicros(), 0, 'it left while the budgets were asked');

    const later = router.languageModel('default').stream(call)[Symbol.asyncIterator]();
    const waiting = later.next();
    waiting.catch(() => {});
    await settle();
    assert.notEqual(await heldMicros(), 0);
    await later.return?.();
    await assert.rejects(waiting, { kind: 'cancelled' });
    await settle();
    assert.equal(await heldMicros(), 0);

    const stop = new AbortController();
    const aborted = ask({ tenant: 'shop' }, stop.signal);
    stop.abort();
    await assert.rejects(aborted, { kind: 'cancelled' });
    assert.equal(await heldMicros(), 0);
    await router.close();
    assert.equal(clock.pending, 0);
  });

  it('know after a restart what the ledger says was spent', async () => {
    const clock = new FakeClock();
    const first = setUp({ primary: scriptedModel('a', [GOOD]) }, HARD, clock);
    await first.router.open();
    for (let count = 0; count < 5; count += 1) await first.ask({ tenant: 'shop' });
    await first.router.close();
    let made = 0;
    const ids = { newId: () => `second-${(made += 1)}` };
    const second = aRouter({
      models: { primary: scriptedModel('a', [GOOD]) },
      settings: HARD,
      clock,
      deps: { ledger: first.ledger, budgets: createMemoryBudgetStore(), ids },
    });
    await second.router.open();
    const call = aModelCall({ labels: { requestId: 'r', traceId: 't', tenant: 'shop' } });
    await assert.rejects(collectStream(second.router.languageModel('default').stream(call)), {
      refusal: { code: 'budget_exceeded', budget: 'tenant shop, hour' },
    });
    await second.router.close();
  });
});

describe('a probe', () => {
  it('has a row with what it cost, though nobody asked for it', async () => {
    const clock = new FakeClock();
    const primary = scriptedModel('a', [[fail('server', { status: 500 })], GOOD], clock);
    const models = { primary, fallback_1: scriptedModel('b', [GOOD]) };
    const { router, ledger, observer, ask } = setUp(models, { breaker: { syntheticProbes: true } }, clock);
    await router.open();
    await ask();
    await clock.advance(120_000);
    await router.close();
    const probes = (await ledger.attempts(ALL)).filter(({ decisionId }) => decisionId === 'probe');
    assert.ok(probes.length > 0);
    assert.equal(probes.length, observer.of('probe-ended').length);
    assert.deepEqual([probes.at(-1)?.provider, probes.at(-1)?.costMicros], ['primary', 20]);
  });
});
