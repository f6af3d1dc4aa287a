import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SAMPLING_DEFAULTS, type EventDraft } from '@naru/events';
import { FakeClock, sequentialIds } from '@naru/kernel/testing';
import type { RouterEvent } from '@naru/router';
import type { TurnEvent } from '@naru/chat';
import { EventTeller } from './event-teller.ts';

const OF_CALL = {
  labels: { requestId: 'request-1', traceId: 'trace-1', assistant: 'support', intent: 'REFUND', tenant: 'shop' },
  mode: 'stream',
  decisionId: 'decision-1',
} as const;

function decided(reasonCode: 'default' | 'forced' | 'budget_exceeded' = 'default'): RouterEvent {
  return {
    ...OF_CALL,
    type: 'decided',
    decision: {
      id: 'decision-1',
      atMs: 1_000,
      chain: ['primary', 'backup'],
      reasonCode,
      notes: [{ stage: 'policy', code: 'applied', chain: ['primary', 'backup'] }],
      candidates: [
        {
          alias: 'primary',
          fate: { kind: 'kept', position: 0 },
          signals: { coolingLeftMs: 0, consecutiveFailures: 0 },
        },
      ],
    },
  };
}

function attemptEnded(provider: string, outcome: 'ok' | 'server' | 'cancelled', attempt = 1): RouterEvent {
  return {
    ...OF_CALL,
    type: 'attempt-ended',
    attemptId: `attempt-${attempt}`,
    attempt,
    provider,
    outcome,
    status: outcome === 'server' ? 503 : undefined,
    committed: outcome === 'ok',
    dispatched: true,
    startedAtMs: 1_000,
    durationMs: 40,
    usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 2, estimated: false },
    costMicros: 17,
  };
}

const FAILED_OVER: RouterEvent = { ...OF_CALL, type: 'failed-over', from: 'primary', to: 'backup', reason: 'server' };

const ANSWERED = {
  requestId: 'request-1',
  traceId: 'trace-1',
  method: 'POST',
  route: '/v1/chat/completions',
  status: 200,
  isWhole: true,
  durationMs: 50,
} as const;

type TurnEnded = Extract<TurnEvent, { type: 'turn-ended' }>;

function turnEnded(changes: Pick<Partial<TurnEnded>, 'finish'> = {}): TurnEnded {
  return {
    type: 'turn-ended',
    turnId: 'turn-1',
    sessionId: 'session-1',
    assistant: 'support',
    requestId: 'request-1',
    traceId: 'trace-1',
    intent: 'REFUND',
    finish: 'complete',
    result: {
      finish: 'complete',
      status: 'ok',
      reasonCode: 'OK',
      nextAction: 'NONE',
      error: undefined,
      served: undefined,
    },
    durationMs: 90,
    firstWordMs: 30,
    answerLength: 120,
    citationCount: 2,
    blockedBy: undefined,
    sessionCache: undefined,
    answerCache: undefined,
    ...changes,
  };
}

type ToolEnded = Extract<TurnEvent, { type: 'tool-ended' }>;

function toolEnded(changes: Partial<ToolEnded> = {}): ToolEnded {
  return {
    type: 'tool-ended',
    turnId: 'turn-1',
    sessionId: 'session-1',
    assistant: 'support',
    requestId: 'request-1',
    traceId: 'trace-1',
    tool: 'find-order',
    outcome: 'result',
    durationMs: 40,
    inputLength: 12,
    outputLength: 300,
    callKey: 'key-1',
    ...changes,
  };
}

function setUp() {
  const told: EventDraft[] = [];
  const clock = new FakeClock(2_000);
  const teller = new EventTeller({ events: { emit: draft => told.push(draft) }, clock, ids: sequentialIds() });
  const kinds = (): string[] => told.map(({ kind }) => kind);
  return { teller, told, kinds, clock };
}

describe('EventTeller', () => {
  it('tells one event for each attempt, decision and request (E-EVT-1)', () => {
    const { teller, told, kinds } = setUp();
    for (const event of [decided(), attemptEnded('primary', 'ok')]) teller.router.on(event);
    assert.deepEqual(kinds(), ['model-attempt'], 'what became of the decision is not known yet');
    teller.onAnswered(ANSWERED, 'public');
    assert.deepEqual(kinds(), ['model-attempt', 'decision', 'http-request']);
    const [attempt, decision, request] = told;
    assert.deepEqual(
      [attempt?.provider, attempt?.tokens, attempt?.costMicros, attempt?.outcome, attempt?.tenant],
      ['primary', { input: 10, output: 5, cachedInput: 2 }, 17, 'ok', 'shop'],
    );
    assert.deepEqual(decision?.decision, {
      id: 'decision-1',
      reason: 'default',
      failedOver: false,
      exhausted: false,
      shaped: false,
    });
    assert.equal(decision?.fields?.['router.stages'], undefined);
    assert.deepEqual([request?.route, request?.status, request?.outcome], ['/v1/chat/completions', 200, 'ok']);
    for (const { requestId, traceId } of told) assert.deepEqual([requestId, traceId], ['request-1', 'trace-1']);
  });

  it('tells a failover with its whole explanation, and the failed attempt as an error', () => {
    const { teller, told } = setUp();
    for (const event of [decided(), attemptEnded('primary', 'server'), FAILED_OVER, attemptEnded('backup', 'ok', 2)]) {
      teller.router.on(event);
    }
    teller.onAnswered(ANSWERED, 'public');
    const [first, , decision] = told;
    assert.deepEqual([first?.outcome, first?.error], ['failed', { code: 'PROVIDER_SERVER', class: 'server' }]);
    assert.deepEqual([decision?.decision?.failedOver, decision?.decision?.shaped], [true, true]);
    assert.deepEqual([decision?.provider, decision?.attempts, decision?.error], ['backup', 2, undefined]);
    assert.deepEqual(decision?.fields?.['router.tried'], ['primary', 'backup']);
    assert.deepEqual(decision?.fields?.['router.stages'], [{ stage: 'policy', code: 'applied', provider: undefined }]);
  });

  it('tells which provider a request would have gone to, but for its circuit, and who answered (E-INC-1)', () => {
    const { teller, told } = setUp();
    const skipped: RouterEvent = { ...OF_CALL, type: 'provider-skipped', provider: 'primary', reason: 'breaker' };
    for (const event of [decided(), skipped, attemptEnded('backup', 'ok')]) teller.router.on(event);
    teller.onAnswered(ANSWERED, 'public');
    const decision = told.find(({ kind }) => kind === 'decision');
    assert.deepEqual(decision?.decision?.passedOver, ['primary']);
    assert.equal(decision?.decision?.shaped, true);
    assert.equal(decision?.fields?.['router.answered_by'], 'backup');
  });

  it('tells a probe that failed as an error, and one that was answered as none', () => {
    const { teller, told } = setUp();
    const probe = { type: 'probe-ended', provider: 'primary', startedAtMs: 1_000, durationMs: 7 } as const;
    teller.router.on({ ...probe, outcome: 'server' });
    teller.router.on({ ...probe, outcome: 'ok' });
    assert.deepEqual(
      told.map(({ kind, error }) => [kind, error]),
      [
        ['health', { code: 'PROVIDER_PROBE_FAILED', class: 'server' }],
        ['health', undefined],
      ],
    );
  });

  it('tells that nobody answered', () => {
    const { teller, told } = setUp();
    for (const event of [
      decided(),
      attemptEnded('primary', 'server'),
      FAILED_OVER,
      attemptEnded('backup', 'server', 2),
    ])
      teller.router.on(event);
    teller.onAnswered({ ...ANSWERED, status: 502 }, 'public');
    const decision = told.find(({ kind }) => kind === 'decision');
    assert.equal(decision?.decision?.exhausted, true);
    assert.deepEqual(decision?.error, { code: 'NARU_ALL_PROVIDERS_FAILED', class: 'server' });
    assert.deepEqual(told.at(-1)?.error, { code: 'HTTP_502', class: 'http' });
  });

  it('takes a caller that left for no error', () => {
    const { teller, told } = setUp();
    for (const event of [decided(), attemptEnded('primary', 'cancelled')]) teller.router.on(event);
    teller.onAnswered(ANSWERED, 'public');
    assert.deepEqual(
      told.map(({ error }) => error),
      [undefined, undefined, undefined],
    );
    assert.equal(told[0]?.outcome, 'cancelled');
    assert.equal(told[1]?.decision?.exhausted, false);
  });

  it('tells what an operator forced, and what a budget refused, with the explanation', () => {
    for (const reason of ['forced', 'budget_exceeded'] as const) {
      const { teller, told } = setUp();
      teller.router.on(decided(reason));
      teller.onAnswered(ANSWERED, 'public');
      assert.equal(told[0]?.decision?.shaped, true, reason);
      assert.ok(told[0]?.fields?.['router.candidates'], reason);
      assert.equal(told[0]?.outcome, reason === 'forced' ? 'ok' : 'refused');
    }
  });

  it('tells a turn with its tools, and its decisions before it', () => {
    const { teller, told, kinds } = setUp();
    const { type: _type, ...ofTurn } = turnEnded();
    teller.router.on(decided());
    teller.turns.on({ ...ofTurn, type: 'step', step: 1, toolCalls: ['find-order', 'find-order'] });
    teller.turns.on(turnEnded());
    assert.deepEqual(kinds(), ['decision', 'chat-turn']);
    assert.deepEqual(told[1]?.fields?.['chat.tool_calls'], ['find-order', 'find-order']);
    teller.onAnswered(ANSWERED, 'public');
    assert.deepEqual(kinds(), ['decision', 'chat-turn', 'http-request'], 'a decision is told once');
  });

  for (const [finish, outcome] of [
    ['complete', 'ok'],
    ['stopped', 'cancelled'],
    ['interrupted', 'failed'],
    ['blocked', 'refused'],
    ['guarded', 'refused'],
  ] as const) {
    it(`tells a turn that ended as ${finish} as ${outcome}`, () => {
      const { teller, told } = setUp();
      teller.turns.on(turnEnded({ finish }));
      assert.equal(told[0]?.outcome, outcome);
    });
  }

  it('tells that a caller left before the end, which is no error', () => {
    const { teller, told } = setUp();
    teller.onAnswered({ ...ANSWERED, isWhole: false }, 'public');
    teller.onAnswered({ ...ANSWERED, status: 499, isWhole: false }, 'public');
    assert.deepEqual(
      told.map(({ outcome, error }) => [outcome, error]),
      [
        ['cancelled', undefined],
        ['cancelled', undefined],
      ],
    );
  });

  it('takes a refused request for no error, so that whoever knocks in vain fills no store', () => {
    const { teller, told } = setUp();
    teller.onAnswered({ ...ANSWERED, status: 401 }, 'public');
    assert.deepEqual([told[0]?.outcome, told[0]?.error], ['refused', undefined]);
  });

  it('tells overrides and opening circuits so that they are always kept', () => {
    const { teller, told } = setUp();
    const override = {
      id: 'o1',
      act: { kind: 'block', provider: 'primary' },
      reason: 'customer 010-1234-5678 complained',
      author: 'kim',
      createdAtMs: 0,
      expiresAtMs: 60_000,
    } as const;
    teller.router.on({ type: 'override-changed', action: 'made', override, author: 'kim' });
    teller.router.on({ type: 'health-changed', provider: 'primary', from: 'cooling', to: 'open' });
    const [made, opened] = told;
    assert.deepEqual([made?.kind, made?.provider, made?.fields?.['override.ttl_sec']], ['override', 'primary', 60]);
    assert.doesNotMatch(JSON.stringify(made), /010-1234/);
    assert.deepEqual(opened?.error, { code: 'PROVIDER_CIRCUIT_OPEN', class: 'health' });
  });

  for (const [outcome, toldAs, error] of [
    ['result', 'ok', undefined],
    ['error', 'refused', undefined],
    ['give-up', 'refused', undefined],
    ['stopped', 'cancelled', undefined],
    ['fault', 'failed', { code: 'TOOL_FAILED', class: 'tool' }],
  ] as const) {
    it(`tells a tool's call that ended as ${outcome} as ${toldAs}, with lengths (E-EVT-1)`, () => {
      const { teller, told } = setUp();
      teller.turns.on(toolEnded({ outcome }));
      const [event] = told;
      assert.deepEqual([event?.kind, event?.route, event?.outcome], ['tool-call', 'tool/find-order', toldAs]);
      assert.deepEqual(event?.error, error);
      assert.deepEqual([event?.startedAtMs, event?.durationMs], [1_960, 40]);
      assert.deepEqual([event?.requestId, event?.traceId, event?.sessionId], ['request-1', 'trace-1', 'session-1']);
      assert.deepEqual(event?.fields, {
        'chat.turn_id': 'turn-1',
        'tool.name': 'find-order',
        'tool.outcome': outcome,
        'tool.call_key': 'key-1',
        'tool.input_length': 12,
        'tool.output_length': 300,
      });
    });
  }

  it('names no tool that there is not', () => {
    const { teller, told } = setUp();
    teller.turns.on(toolEnded({ tool: undefined, outcome: 'error', callKey: undefined }));
    assert.equal(told[0]?.route, 'tool/unknown');
  });

  it('tells a canary that ended by itself as a rollback, and shared state that is away as an error', () => {
    const { teller, told } = setUp();
    teller.router.on({ type: 'canary-aborted', provider: 'fresh', reason: 'latency' });
    teller.router.on({ type: 'shared-state-failed', operation: 'read' });
    const [canary, shared] = told;
    assert.deepEqual([canary?.kind, canary?.route, canary?.provider], ['rollback', 'canary/fresh', 'fresh']);
    assert.deepEqual(canary?.error, { code: 'CANARY_ABORTED', class: 'latency' });
    assert.ok(SAMPLING_DEFAULTS.criticalKinds.includes('rollback'), 'always kept');
    assert.deepEqual([shared?.kind, shared?.route], ['health', 'health/shared-state']);
    assert.deepEqual(shared?.error, { code: 'SHARED_STATE_FAILED', class: 'read' });
    assert.notEqual(canary?.requestId, shared?.requestId);
  });

  it('tells once a minute that shared state is away, for each thing that is done with it', async () => {
    const { teller, told, clock } = setUp();
    const fail = (operation: string): void => teller.router.on({ type: 'shared-state-failed', operation });
    for (let index = 0; index < 100; index += 1) for (const operation of ['read', 'write']) fail(operation);
    assert.deepEqual(
      told.map(({ error }) => error?.class),
      ['read', 'write'],
    );
    await clock.advance(59_999);
    fail('read');
    assert.equal(told.length, 2);
    await clock.advance(1);
    fail('read');
    assert.equal(told.length, 3);
  });

  it('does not grow with requests whose end nobody tells', () => {
    const { teller, told } = setUp();
    for (let index = 0; index < 10_050; index += 1) {
      const event = decided() as Extract<RouterEvent, { type: 'decided' }>;
      teller.router.on({ ...event, labels: { ...event.labels, requestId: `request-${index}` } });
    }
    assert.equal(told.length, 50);
    assert.equal(told[0]?.requestId, 'request-0');
  });
});
