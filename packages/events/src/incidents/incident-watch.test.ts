import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, sequentialIds } from '@naru/kernel/testing';
import type { WideEvent } from '../event/wide-event.ts';
import { AN_INSTANT_MS, anEvent } from '../testing/an-event.ts';
import { DEFAULT_INCIDENT_RULES } from './default-rules.ts';
import type { IncidentRule } from './incident-rule.ts';
import { IncidentWatch } from './incident-watch.ts';

const MINUTE_MS = 60_000;

function setUp(rules: readonly IncidentRule[] = DEFAULT_INCIDENT_RULES.filter(({ name }) => name !== 'silence')) {
  const clock = new FakeClock(AN_INSTANT_MS);
  const watch = new IncidentWatch({ rules, clock, ids: sequentialIds() });
  let sequence = 0;
  function see(overrides: Partial<WideEvent> = {}, count = 1): WideEvent[] {
    return Array.from({ length: count }, () => {
      const event = anEvent({ sequence: (sequence += 1), atMs: clock.now(), ...overrides });
      watch.observe(event);
      return event;
    });
  }
  return { clock, watch, see };
}

const failed = { outcome: 'failed', error: { code: 'NARU_X', class: 'server' } } as const;
const attempt = { kind: 'model-attempt', route: 'attempt', provider: 'primary' } as const;
const ruleOf = (name: string): IncidentRule => DEFAULT_INCIDENT_RULES.find(rule => rule.name === name)!;
const names = (incidents: readonly { readonly rule: string; readonly state: { readonly name: string } }[]): string[] =>
  incidents.map(({ rule, state }) => `${rule} ${state.name}`).sort();

describe('incidents (E-INC-1)', () => {
  it('make one of ten thousand errors of one cause (I1)', () => {
    const { watch, see } = setUp([ruleOf('errors')]);
    const message = 'Order <number> was not found';
    const error = { code: 'NARU_X', class: 'server', message } as const;
    for (let round = 0; round < 10; round += 1) {
      see({ ...failed, error }, 1_000);
      watch.look();
    }
    assert.equal(watch.incidents.length, 1);
    assert.equal(watch.incidents[0]?.affected, 10_000);
  });

  it('keep causes apart: other places, codes, providers and frames', () => {
    const { watch, see } = setUp([ruleOf('errors')]);
    const causes: readonly Partial<WideEvent>[] = [
      failed,
      { ...failed, route: '/v1/tickets' },
      { ...failed, provider: 'backup' },
      { ...failed, error: { code: 'NARU_Y', class: 'server' } },
      { ...failed, error: { code: 'NARU_X', class: 'server', frames: ['a.ts:b'] } },
    ];
    for (const cause of causes) see(cause, 10);
    assert.equal(watch.look().length, causes.length);
  });

  it('count an event once, however often the stream is replayed (L9)', () => {
    const { clock, watch, see } = setUp();
    const events = [...see({ ...attempt, ...failed }, 40), ...see(failed, 30), ...see({}, 30)];
    const before = watch.look().map(({ rule, affected }) => [rule, affected]);
    for (let replay = 0; replay < 10; replay += 1) {
      void clock.advance(10_000);
      for (const event of events) watch.observe(event);
      watch.look();
    }
    assert.deepEqual(
      watch.incidents.map(({ rule, affected }) => [rule, affected]),
      before,
    );
  });

  it('weigh a sampled event by what it stands for', () => {
    const { watch, see } = setUp([ruleOf('fallback-rise')]);
    see({ kind: 'chat-turn', sample: { kept: true, rule: 'share', rate: 0.05 } }, 10);
    see({ kind: 'chat-turn', decision: { id: 'd', reason: 'health', failedOver: true } }, 40);
    assert.deepEqual(watch.look(), [], '40 of 240 are less than a fifth');
    see({ kind: 'chat-turn', decision: { id: 'd', reason: 'health', failedOver: true } }, 20);
    assert.equal(watch.look().length, 1);
    assert.equal(Math.round(watch.incidents[0]!.share * 100), 23);
  });

  it('leave old events alone: what is two minutes late is history', () => {
    const { clock, watch, see } = setUp();
    see({ ...failed, atMs: clock.now() - 121_000 }, 100);
    assert.deepEqual(watch.look(), []);
  });

  it('tell an outage of a provider from an error now and then', () => {
    const { watch, see } = setUp([ruleOf('provider-outage')]);
    see(attempt, 80);
    see({ ...attempt, ...failed }, 20);
    assert.deepEqual(watch.look(), []);
    see({ ...attempt, provider: 'backup', ...failed }, 19);
    assert.deepEqual(watch.look(), [], 'too few to say');
    see({ ...attempt, provider: 'backup', ...failed }, 1);
    assert.deepEqual(
      watch.look().map(({ subject }) => subject),
      [{ provider: 'backup' }],
    );
  });

  it("do not hold a caller's mistake against a provider", () => {
    const { watch, see } = setUp([ruleOf('provider-outage')]);
    see({ ...attempt, outcome: 'failed', error: { code: 'NARU_MODEL_FAILED', class: 'bad_request' } }, 100);
    assert.deepEqual(watch.look(), []);
  });

  it('notice a provider that has become slow, against the hour before', async () => {
    const { clock, watch, see } = setUp([ruleOf('latency-rise')]);
    for (let minute = 0; minute < 30; minute += 1) {
      see({ ...attempt, durationMs: 3_000 }, 5);
      await clock.advance(MINUTE_MS);
    }
    assert.deepEqual(watch.look(), []);
    for (let minute = 0; minute < 5; minute += 1) {
      see({ ...attempt, durationMs: 9_000 }, 10);
      await clock.advance(MINUTE_MS - 1);
    }
    assert.deepEqual(names(watch.look()), ['latency-rise open']);
  });

  it('notice spend that rises', async () => {
    const { clock, watch, see } = setUp([ruleOf('spend-rise')]);
    for (let minute = 0; minute < 60; minute += 1) {
      see({ ...attempt, costMicros: 20_000 }, 2);
      await clock.advance(MINUTE_MS);
    }
    assert.deepEqual(watch.look(), []);
    for (let minute = 0; minute < 9; minute += 1) {
      see({ ...attempt, costMicros: 100_000 }, 5);
      await clock.advance(MINUTE_MS);
    }
    assert.deepEqual(names(watch.look()), ['spend-rise open']);
  });

  it('burn an error budget only where the short and the long window agree', async () => {
    const rule = ruleOf('error-budget');
    const brief = setUp([rule]);
    for (let minute = 0; minute < 55; minute += 1) {
      brief.see({}, 100);
      await brief.clock.advance(MINUTE_MS);
    }
    brief.see(failed, 100);
    assert.deepEqual(brief.watch.look(), [], 'a short burst after a good hour');
    brief.see(failed, 2_000);
    assert.deepEqual(names(brief.watch.look()), ['error-budget open']);
  });

  for (const [name, event, count] of [
    ['send-failures', { kind: 'send', route: 'send/naver', ...failed }, 3],
    ['queue-down', { kind: 'pipeline', route: 'events/mode', ...failed }, 1],
    ['failover-exhausted', { decision: { id: 'd', reason: 'default', exhausted: true } }, 1],
  ] as const) {
    it(`notice ${name}`, () => {
      const { watch, see } = setUp([ruleOf(name)]);
      see(event, count);
      assert.deepEqual(names(watch.look()), [`${name} open`]);
    });
  }

  it('notice that nothing comes any more, and that it does again (I3)', async () => {
    const { clock, watch, see } = setUp([ruleOf('silence')]);
    see();
    await clock.advance(59_000);
    assert.deepEqual(watch.look(), []);
    await clock.advance(1_000);
    assert.deepEqual(names(watch.look()), ['silence open']);
    await clock.advance(20 * MINUTE_MS);
    assert.deepEqual(watch.look(), [], 'it goes on');
    for (let second = 0; second <= 300; second += 30) {
      see();
      await clock.advance(30_000);
    }
    assert.deepEqual(names(watch.look()), ['silence resolved']);
  });

  it('are resolved by five quiet minutes, reopened under their id, and flap at the third time', async () => {
    const { clock, watch, see } = setUp([ruleOf('errors')]);
    const seen: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      see(failed, 10);
      for (const { state } of watch.look()) seen.push(state.name);
      await clock.advance(5 * MINUTE_MS + 10_000);
      for (const { state } of watch.look()) seen.push(state.name);
    }
    assert.deepEqual(seen, ['open', 'resolved', 'reopened', 'resolved', 'reopened', 'resolved', 'flapping']);
    assert.equal(watch.incidents.length, 1);
    await clock.advance(31 * MINUTE_MS);
    assert.deepEqual(names(watch.look()), ['errors resolved'], 'what flaps has to be quiet for longer');
  });

  it('are new ones half an hour after the last', async () => {
    const { clock, watch, see } = setUp([ruleOf('errors')]);
    see(failed, 10);
    const [first] = watch.look();
    await clock.advance(5 * MINUTE_MS);
    watch.look();
    await clock.advance(31 * MINUTE_MS);
    watch.look();
    see(failed, 10);
    const [second] = watch.look();
    assert.notEqual(second?.id, first?.id);
  });

  it('stay open while errors come, also fewer than opened them', async () => {
    const { clock, watch, see } = setUp([ruleOf('errors')]);
    see(failed, 10);
    watch.look();
    for (let minute = 0; minute < 20; minute += 1) {
      await clock.advance(4 * MINUTE_MS);
      see(failed, 1);
      watch.look();
    }
    assert.deepEqual(names(watch.incidents), ['errors open']);
    assert.equal(watch.incidents[0]?.affected, 30);
  });

  it('are taken on by a person, once, and stay so when more errors come', () => {
    const { watch, see } = setUp([ruleOf('errors')]);
    see(failed, 10);
    const { id } = watch.look()[0]!;
    assert.deepEqual(watch.acknowledge(id, 'operator')?.state.name, 'acknowledged');
    assert.equal(watch.acknowledge(id, 'operator'), undefined);
    assert.equal(watch.acknowledge('unknown', 'operator'), undefined);
    see(failed, 10);
    assert.deepEqual(names(watch.look()), ['errors acknowledged']);
  });

  it('of a provider that is down hide those of its requests, and nobody else (inhibition)', () => {
    const { watch, see } = setUp([ruleOf('provider-outage'), ruleOf('errors')]);
    see({ ...attempt, ...failed }, 30);
    see({ ...failed, provider: 'backup' }, 30);
    watch.look();
    const hidden = watch.incidents.filter(({ inhibitedBy }) => inhibitedBy !== null);
    assert.deepEqual(
      hidden.map(({ rule, subject }) => [rule, subject.provider]),
      [['errors', 'primary']],
    );
  });

  it('have one revision for each time that they are handed out', () => {
    const { watch, see } = setUp([ruleOf('provider-outage'), ruleOf('errors')]);
    for (let round = 1; round <= 3; round += 1) {
      see({ ...attempt, ...failed }, 30);
      for (const incident of watch.look()) assert.equal(incident.revision, round, incident.rule);
    }
  });

  it('keep five hundred groups of a rule apart, and the rest together', () => {
    const { watch, see } = setUp([ruleOf('errors')]);
    for (let route = 0; route < 700; route += 1) see({ ...failed, route: `/r${route}` }, 10);
    assert.ok(watch.look().length <= 501);
  });

  it('tell in Korean what, since when, how many, who answered, why, what the router did, and where to read on', () => {
    const { watch, see } = setUp([ruleOf('provider-outage')]);
    see({ ...attempt, ...failed }, 25);
    const decision = { id: 'd', reason: 'breaker', passedOver: ['primary'] } as const;
    see({ kind: 'decision', decision, fields: { 'router.answered_by': 'backup' } }, 24);
    see({ kind: 'decision', decision: { ...decision, exhausted: true }, ...failed }, 1);
    const lines = (watch.look()[0]?.summary ?? '').split('\n');
    assert.match(lines[0]!, /^무엇: 제공자 장애: primary$/);
    assert.match(lines[1]!, /^언제: 2025-11-20 20:59:59 KST부터, 2025-11-20 21:00:00 KST까지 확인$/);
    assert.match(lines[2]!, /^영향: 고객 요청 약 25건\(이 제공자로 갈 요청의 100 %\)/);
    assert.match(lines[2]!, /24건은 다른 제공자\(backup\)가 대신 답했고, 1건은 답을 받지 못했습니다\.$/);
    assert.match(lines[3]!, /^추정 원인: 제공자가 서버 오류\(5xx\)를 돌려줍니다/);
    assert.match(lines[4]!, /^라우터 조치: primary에서 실패한 요청을 다음 제공자로 넘깁니다/);
    assert.match(lines[5]!, /처음 request-26, 최근 request-46, .*request-50$/);
    assert.match(lines[6]!, /^안내서: \/docs\/RUNBOOK\.md#provider-failures$/);
  });
});
