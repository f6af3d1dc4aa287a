import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '@naru/kernel/testing';
import { collectStream, type OutcomeClass } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import { createMemoryBudgetStore } from '../memory/memory-budget-store.ts';
import { createMemoryLedgerStore } from '../memory/memory-ledger-store.ts';
import { aRouter } from '../testing/a-router.ts';
import { configurationOf, replayDecision } from './replay-decision.ts';

const EVER = { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER, limit: 1_000 };
const EXPLAINS = 1_000;
const INTENTS = ['REFUND', 'ORDER', 'GENERAL'] as const;
const FAILURES = ['server', 'auth', 'rate_limited', 'timeout_idle', 'empty', 'network'] as const;

const script = fc.array(fc.constantFrom<OutcomeClass | 'ok'>('ok', 'ok', ...FAILURES), { minLength: 1, maxLength: 8 });
const step = fc.record({
  intent: fc.constantFrom(...INTENTS),
  risk: fc.constantFrom('normal' as const, 'high' as const),
  session: fc.nat(3),
  waitMs: fc.constantFrom(0, 500, 6_000, 20_000),
  override: fc.constantFrom(undefined, 'force', 'block', 'drain'),
  quality: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
});
const history = fc.record({
  scripts: fc.tuple(script, script, script),
  steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  canary: fc.boolean(),
  sticky: fc.boolean(),
});

function linesOf(outcome: OutcomeClass | 'ok'): readonly ScriptLine[] {
  return outcome === 'ok' || outcome === 'cancelled' ? [say('안녕'), finish] : [fail(outcome)];
}

describe('recorded decisions (R-DEC-3, R-DEC-4)', () => {
  it('come out the same whatever was explained between them, and explaining changes no state', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ scripts, steps, canary, sticky }) => {
        const clock = new FakeClock(Date.UTC(2026, 10, 20));
        const ledger = createMemoryLedgerStore();
        const aliases = ['primary', 'fallback_1', 'fallback_2'];
        const models = Object.fromEntries(
          aliases.map((alias, index) => [alias, scriptedModel(alias, (scripts[index] ?? []).map(linesOf), clock)]),
        );
        const { router } = aRouter({
          models,
          clock,
          settings: {
            stickiness: { enabled: sticky },
            ...(canary && { canary: { provider: 'fallback_2', share: 0.5 } }),
          },
          deps: { ledger, budgets: createMemoryBudgetStore() },
        });
        await router.open();
        for (const [index, { intent, risk, session, waitMs, override, quality }] of steps.entries()) {
          await clock.advance(waitMs);
          if (override) {
            const act = { kind: override, provider: 'fallback_1' } as const;
            router.overrides.put({ act, ttlMs: 30_000, reason: 'test' }, 'operator');
          }
          if (quality !== undefined) {
            router.observeQuality({ provider: 'primary', intent, kind: 'groundedness', value: quality });
          }
          const labels = { requestId: `r-${index}`, traceId: 't', intent, risk, sessionId: `session-${session}` };
          await collectStream(router.languageModel('default').stream(aModelCall({ labels }))).catch(() => undefined);
          const before = router.healthHash();
          const standing = JSON.stringify(await router.standing());
          const question = { policy: 'default', mode: 'stream', intent, risk, sessionId: labels.sessionId } as const;
          const [first] = Array.from({ length: EXPLAINS / steps.length }, () => router.explain(question));
          assert.deepEqual(router.explain(question).chain, first?.chain);
          assert.equal(router.healthHash(), before);
          assert.equal(JSON.stringify(await router.standing()), standing);
        }
        await router.close();
        const records = await ledger.decisions(EVER);
        assert.equal(records.length, steps.length);
        for (const record of records) {
          const recorded = await ledger.findConfiguration(record.configurationId);
          assert.ok(recorded);
          // As it would be read back from a database.
          const replay = replayDecision(JSON.parse(JSON.stringify(record)), configurationOf(recorded));
          assert.ok(replay.kind === 'replayed' && replay.isSame, JSON.stringify(record));
        }
      }),
      { numRuns: 40 },
    );
  });
});
