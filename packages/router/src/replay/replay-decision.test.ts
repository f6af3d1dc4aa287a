import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decide } from '../decision/decide.ts';
import type { CandidateSignals } from '../decision/decision.ts';
import type { Snapshot } from '../decision/snapshot.ts';
import { NO_SIGNALS } from '../decision/snapshot.ts';
import { decisionRecordOf, recordedConfigurationOf } from '../money/decision-record.ts';
import type { DecisionRecord, RecordedConfiguration } from '../money/ledger.ts';
import type { Override, OverrideAct } from '../overrides/override.ts';
import { withOverrides } from '../overrides/with-overrides.ts';
import type { RouterSettings } from '../router-settings.ts';
import { aDecisionRecord } from '../testing/a-ledger-row.ts';
import { aProvider } from '../testing/a-provider.ts';
import { aFeatureSet } from '../testing/a-stage-run.ts';
import { anOverride } from '../testing/an-override.ts';
import { routerSettings } from '../testing/router-settings.ts';
import { compareDecision, configurationOf, replayDecision } from './replay-decision.ts';

const ALIASES = Array.from({ length: 6 }, (_, index) => `provider_${index}`);
const alias = fc.constantFrom(...ALIASES, 'nobody');
const share = fc.double({ min: 0, max: 1, noNaN: true });
const intent = fc.constantFrom('REFUND', 'ORDER', 'GENERAL');

const act: fc.Arbitrary<OverrideAct> = fc.oneof(
  fc.record({ kind: fc.constant('force' as const), provider: fc.oneof(alias, fc.constant('none')) }),
  fc.record({ kind: fc.constant('block' as const), provider: fc.oneof(alias, fc.constant('none')) }),
  fc.record({ kind: fc.constant('drain' as const), provider: alias }),
  fc.record({ kind: fc.constant('canary' as const), provider: alias, share, enabled: fc.boolean() }),
  fc.record({ kind: fc.constant('cost_steering' as const), enabled: fc.boolean() }),
  fc.record({ kind: fc.constant('intent' as const), intent, provider: alias }),
);

const settings: fc.Arbitrary<Partial<RouterSettings>> = fc.record(
  {
    blocklist: fc.subarray(ALIASES),
    forced: alias,
    cost: fc.record({ steering: fc.boolean(), lowCostProvider: alias }),
    stickiness: fc.record({ enabled: fc.boolean(), switchCost: share }),
    intents: fc.dictionary(intent, alias),
    canary: fc.record({ provider: alias, share }),
    quality: fc.record({ cutline: share }),
    tenants: fc.constant({ shop: { providers: ALIASES.slice(0, 4), regions: ['apac'] } }),
  },
  { requiredKeys: ['blocklist'] },
);

const signals: fc.Arbitrary<CandidateSignals> = fc.record(
  {
    coolingLeftMs: fc.constantFrom(0, 0, 1_234.5),
    consecutiveFailures: fc.nat(5),
    quality: fc.record({ weight: share, samples: fc.nat(100), ageMs: fc.nat() }),
    health: fc.record({
      state: fc.constantFrom('closed' as const, 'cooling' as const, 'open' as const, 'ramping' as const),
      generation: fc.nat(9),
      openLeftMs: fc.constantFrom(0, 500),
      probing: fc.boolean(),
      rampShare: share,
      score: share,
      ratio: share,
      penalty: share,
      samples: fc.nat(100),
    }),
  },
  { requiredKeys: ['coolingLeftMs', 'consecutiveFailures'] },
);

const scene = fc.record({
  settings,
  acts: fc.array(act, { maxLength: 4 }),
  signals: fc.array(fc.option(signals, { nil: undefined }), { minLength: 6, maxLength: 6 }),
  tools: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  features: fc.record(
    {
      risk: fc.constantFrom('normal' as const, 'high' as const),
      intent,
      tenant: fc.constantFrom('shop', 'other'),
      sessionId: fc.string(),
    },
    { requiredKeys: [] },
  ),
  hash: fc.option(fc.nat(4_294_967_295), { nil: undefined }),
  lastProvider: fc.option(alias, { nil: undefined }),
  isOver: fc.boolean(),
  isAborted: fc.boolean(),
  seed: fc.uuid(),
});

type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

/** What the ledger would hold of a decision that is made now, after a way through its text. */
function record(from: Scene): { readonly record: DecisionRecord; readonly configuration: RecordedConfiguration } {
  const providers = ALIASES.map((name, index) =>
    aProvider({
      alias: name,
      capabilities: { tools: from.tools[index] ?? true, region: 'apac' },
      ...(index % 2 === 0 && {
        prices: { inputMicrosPer1k: 100 * index, outputMicrosPer1k: 200, cacheReadMicrosPer1k: 0 },
      }),
    }),
  );
  const configuration = recordedConfigurationOf(providers, routerSettings(from.settings));
  const overrides: readonly Override[] = from.acts.map((each, index) => anOverride({ id: `${index}`, act: each }));
  const features = aFeatureSet({ ...from.features, needs: { tools: true, vision: false, contextTokens: 50 } });
  const snapshot: Snapshot = {
    atMs: 1,
    configuration: withOverrides(configurationOf(configuration), overrides),
    signals: new Map(ALIASES.map((name, index) => [name, from.signals[index] ?? NO_SIGNALS])),
    ...(from.hash !== undefined && {
      conversation: { hash: from.hash, ...(from.lastProvider !== undefined && { lastProvider: from.lastProvider }) },
    }),
    ...(from.isOver && { spend: 'over_soft_ceiling' }),
    ...(from.isAborted && { canary: 'aborted' }),
  };
  const decision = decide(features, snapshot, from.seed);
  const call = { requestId: 'request-1', configurationId: configuration.id, overrides };
  const written = JSON.stringify([decisionRecordOf(decision, features, snapshot, call), configuration]);
  const [read, readConfiguration] = JSON.parse(written) as [DecisionRecord, RecordedConfiguration];
  return { record: read, configuration: readConfiguration };
}

describe('a recorded decision', () => {
  it('comes out the same when it is made again (R-DEC-3)', () => {
    fc.assert(
      fc.property(scene, made => {
        const { record: recorded, configuration } = record(made);
        const replay = replayDecision(recorded, configurationOf(configuration));
        assert.ok(replay.kind === 'replayed');
        assert.deepEqual(replay.decision.chain, recorded.chain);
        assert.ok(replay.isSame);
        assert.equal(
          compareDecision(recorded, configurationOf(configuration), configurationOf(configuration)),
          undefined,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('does not hold whose conversation it was', () => {
    fc.assert(
      fc.property(scene, made => {
        const { record: recorded } = record({ ...made, features: { ...made.features, sessionId: 'canary-secret' } });
        assert.ok(!JSON.stringify(recorded).includes('canary-secret'));
      }),
      { numRuns: 20 },
    );
  });

  it('says what another configuration would have changed: provider, price, predicted success', () => {
    const prices = (outputMicrosPer1k: number) => ({
      prices: { inputMicrosPer1k: 0, outputMicrosPer1k, cacheReadMicrosPer1k: 0 },
    });
    const providers = [
      aProvider({ alias: 'primary', ...prices(2_000) }),
      aProvider({ alias: 'fallback_1', ...prices(500) }),
    ];
    const own = configurationOf(recordedConfigurationOf(providers, routerSettings()));
    const other = configurationOf(recordedConfigurationOf(providers, routerSettings({ forced: 'fallback_1' })));
    const health = { state: 'closed', generation: 0, openLeftMs: 0, probing: false, rampShare: 1 } as const;
    const recorded = aDecisionRecord({
      chain: ['primary', 'fallback_1'],
      features: {
        policy: 'default',
        mode: 'json',
        needs: { tools: false, vision: false, contextTokens: 1_000, answerTokens: 1_000 },
      },
      signals: [
        ['fallback_1', { ...NO_SIGNALS, health: { ...health, score: 0.75, ratio: 0.75, penalty: 0, samples: 9 } }],
      ],
    });
    assert.deepEqual(compareDecision(recorded, own, other), {
      id: 'decision-1',
      provider: { from: 'primary', to: 'fallback_1' },
      chain: { from: ['primary', 'fallback_1'], to: ['fallback_1', 'primary'] },
      costMicros: -1_500,
      predictedSuccess: -0.25,
    });
  });

  it('sees that a configuration is not the one of the record', () => {
    const { record: recorded, configuration } = record(fc.sample(scene, { seed: 1, numRuns: 1 })[0]!);
    const shuffled = { ...configuration, providers: configuration.providers.toReversed() };
    const replay = replayDecision({ ...recorded, overrides: [] }, configurationOf(shuffled));
    assert.ok(replay.kind === 'replayed' && !replay.isSame);
  });

  it('of a request that a budget refused stays a refusal', () => {
    const configuration = configurationOf(recordedConfigurationOf([aProvider()], routerSettings()));
    const refused = aDecisionRecord({ chain: [], reasonCode: 'budget_exceeded' });
    const replay = replayDecision(refused, configuration);
    assert.ok(replay.kind === 'replayed' && replay.isSame && replay.decision.chain.length === 0);
  });

  it('cannot be made again where its policy is gone', () => {
    const configuration = configurationOf(recordedConfigurationOf([aProvider()], routerSettings()));
    const gone = aDecisionRecord();
    const features = { ...gone.features, policy: 'gone' };
    assert.deepEqual(replayDecision({ ...gone, features }, configuration), { kind: 'no_policy', policy: 'gone' });
  });
});
