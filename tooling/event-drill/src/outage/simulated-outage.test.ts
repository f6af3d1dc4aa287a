import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { simulatedOutage, WELL, type Condition } from './simulated-outage.ts';

const MINUTE_MS = 60_000;
const OPENED_WITHIN_MS = MINUTE_MS;
const CLOSED_WITHIN_MS = 6 * MINUTE_MS;
const DOWN: readonly (readonly [string, Condition])[] = [
  ['fails', { kind: 'fails', share: 1 }],
  ['hangs', { kind: 'hangs' }],
];

/** Rates are requests a second; the higher, the longer it takes to simulate. */
describe('an outage of a provider, by the real router, pipeline and desk on a simulated clock (E-INC-1)', () => {
  for (const [name, condition] of DOWN) {
    for (const perSecond of name === 'fails' ? [0.5, 5, 50] : [0.5, 5]) {
      it(`that ${name} at ${perSecond} requests/s is one incident within a minute, and over within six of recovery`, async () => {
        const world = simulatedOutage({ perSecond });
        const outages = () => world.desk.incidents.filter(({ rule }) => rule === 'provider-outage');
        await world.pass(MINUTE_MS);
        world.conditions.primary = condition;
        await world.pass(OPENED_WITHIN_MS);
        assert.deepEqual(
          outages().map(({ subject, state }) => [subject.provider, state.name]),
          [['primary', 'open']],
        );
        await world.pass(perSecond > 5 ? MINUTE_MS : 5 * MINUTE_MS);
        assert.equal(outages()[0]?.state.name, 'open', 'for as long as it lasts');
        world.conditions.primary = WELL;
        await world.pass(perSecond > 5 ? MINUTE_MS : CLOSED_WITHIN_MS - MINUTE_MS);
        // Nothing more is needed for it to close; at fifty a second six minutes take long to simulate.
        await world.clock.advance(perSecond > 5 ? CLOSED_WITHIN_MS - MINUTE_MS : 2 * MINUTE_MS);
        assert.deepEqual(
          outages().map(({ state, stateVersion }) => [state.name, stateVersion]),
          [['resolved', 2]],
        );
        const told = world.notifier.notices.map(({ reason, items }) => [reason, items.length]);
        assert.deepEqual(told, [
          ['opened', 1],
          ['resolved', 1],
        ]);
      });
    }
  }

  for (const share of [0.01, 0.05]) {
    for (const [perSecond, minutes] of [
      [0.5, 120],
      [5, 10],
      [50, 1],
    ] as const) {
      it(`is none where ${share * 100} % of the answers fail at ${perSecond} requests/s for ${minutes} minutes`, async () => {
        const world = simulatedOutage({ perSecond, seed: 11 });
        world.conditions.primary = { kind: 'fails', share };
        for (let minute = 0; minute < minutes; minute += 1) {
          await world.pass(MINUTE_MS);
          const outages = world.desk.incidents.filter(({ rule }) => rule === 'provider-outage');
          assert.deepEqual(outages, [], `minute ${minute}`);
        }
      });
    }
  }

  for (const kind of ['block', 'drain'] as const) {
    it(`is none where an operator has said ${kind}`, async () => {
      const world = simulatedOutage({ perSecond: 5 });
      await world.pass(MINUTE_MS);
      const put = world.router.overrides.put(
        { act: { kind, provider: 'primary' }, ttlMs: 3_600_000, reason: 'drill' },
        'drill',
      );
      assert.equal(put.kind, 'made', JSON.stringify(put));
      await world.pass(3 * MINUTE_MS);
      assert.deepEqual(world.desk.incidents, []);
      const decisions = await world.store.find({ order: 'newest-first', limit: 100 });
      assert.deepEqual(
        decisions.filter(({ decision }) => decision?.passedOver),
        [],
      );
    });
  }
});
