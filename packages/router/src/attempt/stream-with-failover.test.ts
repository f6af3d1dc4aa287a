import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import {
  collectStream,
  createTurnBudget,
  FAILURE_KINDS,
  ModelError,
  type FailureKind,
  type LanguageModel,
  type ModelCall,
  type StreamPart,
} from '@naru/language-model';
import {
  aModelCall,
  call,
  fail,
  finish,
  say,
  scriptedModel,
  wait,
  type ScriptLine,
} from '@naru/language-model/testing';
import { AllProvidersFailedError } from '../errors.ts';
import { aRouter, type RouterSetup } from '../testing/a-router.ts';
import type { RoutePolicy } from '../router-settings.ts';

type Script = readonly ScriptLine[];
const GOOD: Script = [say('다른 '), say('답'), finish];
const think = (text: string): StreamPart => ({ type: 'reasoning-delta', text });

/** A router whose providers play one script each: `primary`, `fallback_1`, … */
function setUp(
  scripts: readonly Script[],
  { policy, ...setup }: Partial<RouterSetup> & { readonly policy?: RoutePolicy } = {},
) {
  const clock = new FakeClock();
  const models = Object.fromEntries(
    scripts.map((script, index) => [
      index === 0 ? 'primary' : `fallback_${index}`,
      scriptedModel(`script-${index}`, [script], clock),
    ]),
  );
  const settings = { ...setup.settings, ...(policy && { policies: { default: policy } }) };
  const { router, observer } = aRouter({ ...setup, models, clock, settings });
  const seen: StreamPart[] = [];
  return {
    clock,
    models,
    observer,
    seen,
    /** Reads the answer to its end; virtual time passes as needed. */
    async read(overrides: Partial<ModelCall> = {}, advanceMs = 400_000): Promise<StreamPart[]> {
      const reading = readInto(seen, router.languageModel('default'), aModelCall(overrides));
      // An early failure must not be reported as unhandled while the clock still moves.
      reading.catch(() => {});
      await clock.advance(advanceMs);
      await reading;
      return seen;
    },
    outcomes: () => observer.of('attempt-ended').map(({ provider, outcome }) => `${provider}: ${outcome}`),
    running: () => Object.values(models).reduce((sum, model) => sum + model.running, 0),
  };
}

async function readInto(seen: StreamPart[], model: LanguageModel, modelCall: ModelCall): Promise<void> {
  for await (const batch of model.stream(modelCall)) seen.push(...batch);
}

function textOf(parts: readonly StreamPart[]): string {
  return parts.map(part => (part.type === 'text-delta' ? part.text : '')).join('');
}

const CURABLE = FAILURE_KINDS.filter(
  kind => !['bad_request', 'content_filter', 'context_length', 'cancelled'].includes(kind),
);

describe('before the commit point', () => {
  for (const mode of ['stream', 'json'] as const) {
    for (const kind of CURABLE) {
      it(`${mode}: goes on with the next provider after ${kind}`, async () => {
        const { read, outcomes } = setUp([[fail(kind)], GOOD]);
        const parts = await read({ settings: { mode } });
        assert.equal(textOf(parts), '다른 답');
        assert.deepEqual(outcomes(), [`primary: ${kind}`, 'fallback_1: ok']);
      });
    }
  }

  it('lets nothing leak of an attempt that failed: no role, no reasoning, no blank text, no part of a tool call', async () => {
    const leaky: Script = [
      { type: 'response', model: 'leaked' },
      think('leaked'),
      say(''),
      say(' \n'),
      { type: 'tool-call-start', id: '1', name: 'leaked' },
      { type: 'tool-call-delta', id: '1', inputText: '{"leaked"' },
      fail('stream_broken'),
    ];
    const parts = await setUp([leaky, GOOD]).read();
    assert.equal(JSON.stringify(parts).includes('leaked'), false);
    assert.deepEqual(
      parts.map(({ type }) => type),
      ['served', 'text-delta', 'text-delta', 'finish'],
    );
  });

  it('holds a whole JSON answer back, so that a break in the middle is not seen', async () => {
    const { read } = setUp([[say('반쪽'), fail('stream_broken')], GOOD]);
    assert.equal(textOf(await read({ settings: { mode: 'json' } })), '다른 답');
  });

  const empty: Readonly<Record<string, Script>> = {
    'no part at all but finish': [finish],
    'blank text only': [say('  \n'), finish],
    'reasoning only': [think('음'), finish],
    'a role only': [{ type: 'response', model: 'm' }, finish],
    'a tool call that is never completed': [{ type: 'tool-call-start', id: '1', name: 'find' }, finish],
  };
  for (const [what, script] of Object.entries(empty)) {
    it(`takes ${what} for an empty answer`, async () => {
      const { read, outcomes } = setUp([script, GOOD]);
      assert.equal(textOf(await read()), '다른 답');
      assert.equal(outcomes()[0], 'primary: empty');
    });
  }

  it('takes a stream that ends without finish for a broken one', async () => {
    const { read, outcomes } = setUp([[think('음')], GOOD]);
    await read();
    assert.equal(outcomes()[0], 'primary: stream_broken');
  });

  it('takes an answer of a tool call alone for an answer', async () => {
    const { read, outcomes } = setUp([[call('find_order', { id: 1 }), finish], GOOD]);
    const parts = await read();
    assert.equal(
      parts.some(({ type }) => type === 'tool-call'),
      true,
    );
    assert.deepEqual(outcomes(), ['primary: ok']);
  });

  it('takes a finish by content filter without a word for a refusal, not for an empty answer', async () => {
    const filtered = { ...finish, reason: { unified: 'content-filter', raw: 'content_filter' } } as const;
    const { read, outcomes } = setUp([[filtered], GOOD]);
    await assert.rejects(read(), { kind: 'content_filter', handoff: false });
    assert.deepEqual(outcomes(), ['primary: content_filter']);
  });

  it('takes a cancel that nobody here asked for, for trouble on the way', async () => {
    const { read, outcomes } = setUp([[fail('cancelled')], GOOD]);
    assert.equal(textOf(await read()), '다른 답');
    assert.deepEqual(outcomes(), ['primary: network', 'fallback_1: ok']);
  });

  it('hears of a model that throws something else, or throws at once, as of any failure', async () => {
    const broken: LanguageModel = {
      id: 'broken',
      stream() {
        throw new RangeError('secret words of a provider');
      },
    };
    const lazy: LanguageModel = {
      id: 'lazy',
      async *stream() {
        yield await Promise.reject(new TypeError('secret words of a provider'));
      },
    };
    const { router, observer } = aRouter({ models: { broken, lazy, good: scriptedModel('good', [GOOD]) } });
    const answer = await collectStream(router.languageModel('default').stream(aModelCall()));
    assert.equal(answer.served?.provider, 'good');
    assert.equal(JSON.stringify(observer.events).includes('secret'), false);
  });
});

describe('timers of an attempt', () => {
  const cases: readonly (readonly [string, Script, FailureKind, number])[] = [
    ['silence', [wait('forever')], 'timeout_first_token', 6_000],
    ['a role and then silence', [{ type: 'response' }, wait('forever')], 'timeout_first_token', 6_000],
    ['blank text for ever', [say(' '), wait(3_000), say(' '), wait('forever')], 'timeout_first_token', 6_000],
    ['reasoning and then silence', [think('음'), wait('forever')], 'timeout_idle', 20_000],
  ];
  for (const [what, script, kind, afterMs] of cases) {
    it(`${what} is ${kind}`, async () => {
      const { read, observer } = setUp([script, GOOD]);
      assert.equal(textOf(await read()), '다른 답');
      const [ended] = observer.of('attempt-ended');
      assert.deepEqual([ended?.outcome, ended?.durationMs], [kind, afterMs]);
    });
  }

  it('lets reasoning stand for the first token, but not for the commit point', async () => {
    const { read, outcomes } = setUp([[wait(5_000), think('음'), wait(9_000), say('답'), finish], GOOD]);
    const parts = await read();
    assert.deepEqual(
      parts.map(({ type }) => type),
      ['served', 'reasoning-delta', 'text-delta', 'finish'],
    );
    assert.deepEqual(outcomes(), ['primary: ok']);
  });

  it('waits 30 s for the headers of a JSON answer, and then for all of it until the total is over', async () => {
    const slow: Script = [wait(29_000), { type: 'response' }, wait(60_000), say('답'), finish];
    const patient = setUp([slow, GOOD]);
    assert.equal(textOf(await patient.read({ settings: { mode: 'json' } })), '답');
    const silent = setUp([[wait('forever')], GOOD], { policy: { preset: 'bedrock' } });
    await silent.read({ settings: { mode: 'json' } });
    assert.equal(silent.observer.of('attempt-ended')[0]?.durationMs, 10_000);
  });

  it('gives the primary 10 s and the others 15 s in the bedrock preset', async () => {
    const silent: Script = [wait('forever')];
    const { read, observer } = setUp([silent, silent, GOOD], { policy: { preset: 'bedrock' } });
    await read();
    assert.deepEqual(
      observer.of('attempt-ended').map(({ durationMs }) => durationMs),
      [10_000, 15_000, 0],
    );
  });

  it('ends an answer that stalls after the commit point with an honest error', async () => {
    const { read, seen, outcomes, clock } = setUp([[say('반쪽'), wait('forever')], GOOD]);
    await assert.rejects(read(), { kind: 'timeout_idle', modelId: 'primary' });
    assert.equal(clock.pending, 0);
    assert.equal(textOf(seen), '반쪽');
    assert.deepEqual(outcomes(), ['primary: timeout_idle']);
  });
});

describe('the pace of reader and provider', () => {
  it('does not hold a slow reader against the provider', async () => {
    const clock = new FakeClock();
    const model = scriptedModel('m', [[say('하나 '), say('둘'), finish]], clock);
    const { router } = aRouter({ models: { primary: model }, clock });
    const texts: string[] = [];
    const reading = (async () => {
      for await (const batch of router.languageModel('default').stream(aModelCall())) {
        texts.push(textOf(batch));
        await clock.sleep(30_000);
      }
    })();
    await clock.advance(100_000);
    await reading;
    assert.equal(texts.join(''), '하나 둘');
  });

  it('ends an answer that drips, although it never falls silent', async () => {
    const drip = Array.from({ length: 40 }, () => [say('.'), wait(4_000)]).flat();
    const { read, observer } = setUp([drip], { providers: { primary: { timeouts: { minCharsPerSecond: 2 } } } });
    await assert.rejects(read(), { kind: 'timeout_idle' });
    assert.equal(observer.of('attempt-ended')[0]?.durationMs, 10_000);
  });
});

describe('a model after its last part', () => {
  /** Gives a whole answer and then does something else than end. */
  function lingering(after: (signal: AbortSignal) => AsyncGenerator<readonly StreamPart[]>) {
    const state = { isOpen: false };
    const model: LanguageModel = {
      id: 'lingering',
      async *stream({ signal }) {
        state.isOpen = true;
        try {
          yield [{ type: 'text-delta', text: '답' }, finish];
          yield* after(signal);
        } finally {
          state.isOpen = false;
        }
      },
    };
    return { model, state };
  }

  it('comes to its own end, and leaves no timer', async () => {
    let wasStopped = false;
    const { model, state } = lingering(async function* (signal) {
      await settle();
      wasStopped = signal.aborted;
      yield* [];
    });
    const { router, clock } = aRouter({ models: { primary: model } });
    await collectStream(router.languageModel('default').stream(aModelCall()));
    await settle();
    await settle();
    assert.deepEqual([state.isOpen, wasStopped, clock.pending], [false, false, 0]);
  });

  it('is stopped at once when it goes on, and after 5 s when it does not end', async () => {
    const talkative = lingering(async function* () {
      yield [{ type: 'text-delta', text: '더' }];
    });
    const silent = lingering(async function* (signal) {
      yield await new Promise<[]>(resolve => signal.addEventListener('abort', () => resolve([])));
    });
    const { router, clock } = aRouter({ models: { talkative: talkative.model, silent: silent.model } });
    const answers = ['talkative', 'silent'].map(name => collectStream(router.languageModel(name).stream(aModelCall())));
    assert.deepEqual(
      (await Promise.all(answers)).map(({ text }) => text),
      ['답', '답'],
    );
    await settle();
    assert.deepEqual([talkative.state.isOpen, silent.state.isOpen], [false, true]);
    await clock.advance(5_000);
    assert.deepEqual([silent.state.isOpen, clock.pending], [false, 0]);
  });
});

describe('after the commit point', () => {
  for (const kind of FAILURE_KINDS.filter(each => each !== 'cancelled')) {
    it(`no other provider speaks after ${kind}, and nothing looks complete`, async () => {
      const { read, seen, models } = setUp([[say('반쪽'), fail(kind)], GOOD]);
      await assert.rejects(read(), { kind });
      assert.equal(textOf(seen), '반쪽');
      assert.equal(
        seen.some(({ type }) => type === 'finish'),
        false,
      );
      assert.equal(models['fallback_1']?.calls.length, 0);
    });
  }

  it('a stream that just ends is broken', async () => {
    await assert.rejects(setUp([[say('반쪽')], GOOD]).read(), { kind: 'stream_broken' });
  });

  it('begins anew elsewhere only where the policy wants it and the caller can drop what it has', async () => {
    const policy = { preset: 'gateway', recovery: 'restart' } as const;
    const script: Script = [say('반쪽'), fail('network')];
    const parts = await setUp([script, GOOD], { policy }).read({ settings: { mode: 'stream', acceptsRestart: true } });
    assert.deepEqual(
      parts.map(({ type }) => type),
      ['served', 'text-delta', 'restart', 'served', 'text-delta', 'text-delta', 'finish'],
    );
    await assert.rejects(setUp([script, GOOD], { policy }).read(), { kind: 'network' });
    await assert.rejects(setUp([script, GOOD]).read({ settings: { mode: 'stream', acceptsRestart: true } }), {
      kind: 'network',
    });
  });

  it('never begins anew past a tool call', async () => {
    const policy = { preset: 'gateway', recovery: 'restart' } as const;
    const script: Script = [call('refund', { id: 1 }), fail('network')];
    const { read } = setUp([script, GOOD], { policy });
    await assert.rejects(read({ settings: { mode: 'stream', acceptsRestart: true } }), { kind: 'network' });
  });
});

describe('commit point of a tool call', () => {
  const BROKEN: Script = [{ type: 'tool-call-start', id: '1', name: 'find' }, fail('network')];

  it('is the complete call, where nothing else is said', async () => {
    const { read } = setUp([BROKEN, GOOD]);
    assert.equal(textOf(await read()), '다른 답');
  });

  it('is the first named delta, where the caller passes deltas on', async () => {
    const { read, seen } = setUp([BROKEN, GOOD]);
    await assert.rejects(read({ settings: { mode: 'stream', toolCallCommit: 'first-delta' } }), { kind: 'network' });
    assert.deepEqual(
      seen.map(({ type }) => type),
      ['served', 'tool-call-start'],
    );
  });
});

describe('what the caller is told of the winner (R-FO-10)', () => {
  const prices = { inputMicrosPer1k: 1_000, outputMicrosPer1k: 2_000, cacheReadMicrosPer1k: 100 };

  it('names who answers before the first word, and the cost of that answer alone at its end', async () => {
    const { read } = setUp([[fail('server')], [{ type: 'response', model: 'real-name' }, ...GOOD]], {
      providers: { fallback_1: { prices } },
    });
    const parts = await read();
    assert.deepEqual(parts[0], {
      type: 'served',
      provider: 'fallback_1',
      model: 'real-name',
      attempts: 2,
      decisionId: '0'.repeat(31) + '1',
      reason: 'default',
      isFallback: true,
      passThrough: false,
    });
    assert.deepEqual(parts.at(-1), { ...finish, costMicros: 10 + 10 });
    assert.deepEqual(
      parts.map(({ type }) => type),
      ['served', 'text-delta', 'text-delta', 'finish'],
    );
  });

  it('hands batches out as they are where nothing must change', async () => {
    const batch: readonly StreamPart[] = [{ type: 'text-delta', text: '하나' }];
    const model: LanguageModel = {
      id: 'm',
      async *stream() {
        yield [{ type: 'text-delta', text: '영' }];
        yield batch;
        yield [finish];
      },
    };
    const { router } = aRouter({ models: { primary: model } });
    const batches: (readonly StreamPart[])[] = [];
    for await (const each of router.languageModel('default').stream(aModelCall())) batches.push(each);
    assert.equal(batches[1], batch);
  });

  it('loses none of the bytes of a pass-through, also those of parts that it keeps to itself', async () => {
    const frame = (text: string) => new TextEncoder().encode(text);
    const script: Script = [
      { type: 'response', frame: frame('role;') },
      { type: 'text-delta', text: '답', frame: frame('text;') },
      { ...finish, frame: frame('finish;') },
    ];
    const parts = await setUp([script]).read();
    const bytes = parts.map(part => (part.frame ? new TextDecoder().decode(part.frame) : '')).join('');
    assert.equal(bytes, 'role;text;finish;');
    assert.equal(parts[0]?.type === 'served' && parts[0].passThrough, true);
  });
});

describe('when nobody answers', () => {
  it('lists every attempt in order, and tells the first failure', async () => {
    const { read } = setUp([
      [fail('rate_limited', { status: 429, retryAfterMs: 9_000 })],
      [fail('server', { status: 500 })],
    ]);
    await assert.rejects(read(), (error: unknown) => {
      assert.ok(error instanceof AllProvidersFailedError);
      assert.equal(error.kind, 'rate_limited');
      assert.equal(error.retryAfterMs, 9_000);
      assert.deepEqual(error.attempts, [
        { provider: 'primary', outcome: 'rate_limited', status: 429 },
        { provider: 'fallback_1', outcome: 'server', status: 500 },
      ]);
      return true;
    });
  });

  it('tells the shortest wait that anybody asked for', async () => {
    const scripts = [9_000, 4_000, 7_000].map(retryAfterMs => [fail('rate_limited', { status: 429, retryAfterMs })]);
    await assert.rejects(setUp(scripts).read(), { retryAfterMs: 4_000 });
  });

  it("gives up at once on what is the request's own fault", async () => {
    const { read, models } = setUp([[fail('bad_request', { status: 422, detail: 'the field n' })], GOOD]);
    await assert.rejects(read(), /bad_request \(the field n\)/);
    assert.equal(models['fallback_1']?.calls.length, 0);
  });

  it('repeats no word of a provider, neither in the error nor in the events', async () => {
    const secret = new Error('secret words of a provider');
    const { read, observer } = setUp([[fail('server', { cause: secret })]]);
    await assert.rejects(read(), (error: unknown) => {
      assert.ok(error instanceof ModelError);
      assert.equal(error.cause, undefined);
      assert.equal(error.message.includes('secret'), false);
      return true;
    });
    assert.equal(JSON.stringify(observer.events).includes('secret'), false);
  });
});

describe('a context that is too long', () => {
  const windows = {
    primary: { contextWindowTokens: 8_000 },
    fallback_1: { contextWindowTokens: 8_000 },
    fallback_2: { contextWindowTokens: 32_000 },
  };

  it('goes to a larger window only, and blames nobody', async () => {
    const { read, outcomes, models, observer } = setUp([[fail('context_length', { status: 400 })], GOOD, GOOD], {
      providers: windows,
    });
    await read();
    assert.deepEqual(outcomes(), ['primary: context_length', 'fallback_2: ok']);
    assert.equal(models['fallback_1']?.calls.length, 0);
    assert.deepEqual(observer.of('health-changed'), []);
  });

  it('goes nowhere where no window is larger', async () => {
    const { read } = setUp([[fail('context_length', { status: 400 })], GOOD]);
    await assert.rejects(read(), { kind: 'context_length' });
  });
});

describe('a content filter', () => {
  it('asks one other where the policy says so, and not a third', async () => {
    const policy = { preset: 'gateway', contentFilter: { default: 'one_other' } } as const;
    const { read, outcomes } = setUp([[fail('content_filter')], [fail('content_filter')], GOOD], { policy });
    await assert.rejects(read(), { kind: 'content_filter' });
    assert.deepEqual(outcomes(), ['primary: content_filter', 'fallback_1: content_filter']);
  });

  it('says that a person should go on where the policy of the intent says so', async () => {
    const policy = { preset: 'gateway', contentFilter: { REFUND: 'handoff' } } as const;
    const labels = { requestId: 'r', traceId: 't', intent: 'REFUND' };
    await assert.rejects(setUp([[fail('content_filter')], GOOD], { policy }).read({ labels }), { handoff: true });
  });
});

describe('asking the same provider again', () => {
  const bedrock = { preset: 'bedrock' } as const;
  const direct = { preset: 'direct' } as const;

  it('bedrock: twice after 1 s and 1.5 s, then the next one', async () => {
    const { read, observer, outcomes } = setUp([[fail('server', { status: 500 })], GOOD], { policy: bedrock });
    await read();
    assert.deepEqual(outcomes(), ['primary: server', 'primary: server', 'primary: server', 'fallback_1: ok']);
    const starts = observer.of('attempt-started').map(({ startedAtMs = 0 }) => startedAtMs);
    const [first = 0, second = 0, third = 0, fourth = 0] = starts;
    assert.ok(second - first >= 1_000 && second - first <= 1_100, `${second - first}`);
    assert.ok(third - second >= 1_500 && third - second <= 1_650, `${third - second}`);
    assert.equal(fourth, third);
    assert.equal(observer.of('failed-over').length, 1);
  });

  it('bedrock: each provider anew, as far as the turn goes', async () => {
    const broken: Script = [fail('server', { status: 500 })];
    const { read, outcomes } = setUp([broken, broken, GOOD], { policy: bedrock });
    await assert.rejects(read(), { kind: 'server' });
    assert.deepEqual(outcomes(), [...Array(3).fill('primary: server'), ...Array(3).fill('fallback_1: server')]);
  });

  it('direct: an answer of the second try is the first provider’s, and no fallback', async () => {
    const model = scriptedModel('m', [[fail('server', { status: 503 })], GOOD]);
    const { router, clock } = aRouter({ models: { primary: model }, settings: { policies: { default: direct } } });
    const reading = collectStream(router.languageModel('default').stream(aModelCall()));
    await clock.advance(1_000);
    const { served } = await reading;
    assert.deepEqual([served?.attempts, served?.isFallback], [2, false]);
  });

  it('bedrock: not the last provider', async () => {
    const { read, outcomes } = setUp([[fail('server', { status: 502 })]], { policy: bedrock });
    await assert.rejects(read(), { kind: 'server' });
    assert.deepEqual(outcomes(), ['primary: server']);
  });

  it('direct: waits for as long as the provider asks, where that is short', async () => {
    const clock = new FakeClock();
    const model = scriptedModel('m', [[fail('rate_limited', { status: 429, retryAfterMs: 2_000 })], GOOD], clock);
    const { router, observer } = aRouter({
      models: { primary: model },
      clock,
      settings: { policies: { default: direct } },
    });
    const reading = collectStream(router.languageModel('default').stream(aModelCall()));
    await clock.advance(10_000);
    assert.equal((await reading).text, '다른 답');
    const [first, second] = observer.of('attempt-started').map(({ startedAtMs = 0 }) => startedAtMs);
    assert.ok((second ?? 0) - (first ?? 0) >= 2_000, `${second}`);
  });

  it('direct: fails over at once where the provider asks for longer', async () => {
    const { read, outcomes } = setUp([[fail('rate_limited', { status: 429, retryAfterMs: 86_400_000 })], GOOD], {
      policy: direct,
    });
    await read({}, 1);
    assert.deepEqual(outcomes(), ['primary: rate_limited', 'fallback_1: ok']);
  });

  it('stops when a storm of retries would begin, and fails over instead', async () => {
    const model = scriptedModel('m', [[fail('rate_limited', { status: 429 })]]);
    const { router, observer, clock } = aRouter({
      models: { primary: model },
      settings: { policies: { default: direct }, cooldownMs: 0, breaker: { enabled: false } },
    });
    const calls = 200;
    const readings = Array.from({ length: calls }, () =>
      collectStream(router.languageModel('default').stream(aModelCall())),
    );
    const settled = Promise.allSettled(readings);
    await clock.advance(1_000);
    await settled;
    const repeats = observer.of('attempt-started').length - calls;
    assert.ok(repeats >= 10 && repeats <= 10 + 0.2 * calls + 3, `${repeats} repeats`);
  });

  it('takes the wait out of what the turn may wait', async () => {
    const budget = createTurnBudget({ extraAttempts: 5, steps: 1, waitMs: 60_000 });
    await setUp([[fail('server', { status: 500 })], GOOD], { policy: bedrock }).read({ budget });
    assert.ok(budget.waitLeftMs <= 57_500 && budget.waitLeftMs >= 57_250, `${budget.waitLeftMs}`);
  });

  it('stops waiting as soon as the reading is left', async () => {
    const clock = new FakeClock();
    const model = scriptedModel('m', [[fail('server', { status: 500 })]], clock);
    const { router } = aRouter({
      models: { primary: model, fallback_1: model },
      clock,
      settings: { policies: { default: bedrock } },
    });
    const reading = router.languageModel('default').stream(aModelCall())[Symbol.asyncIterator]();
    const next = reading.next();
    await clock.advance(500);
    const left = reading.return?.();
    await assert.rejects(next, { kind: 'cancelled' });
    await left;
    assert.deepEqual([model.calls.length, clock.pending], [1, 0]);
  });

  it('stops waiting as soon as the caller leaves', async () => {
    const { read, clock, models } = setUp([[fail('server', { status: 500 })], GOOD], { policy: bedrock });
    const stop = new AbortController();
    clock.schedule(500, () => stop.abort());
    await assert.rejects(read({ signal: stop.signal }, 500), { kind: 'cancelled' });
    assert.equal(models['primary']?.calls.length, 1);
    assert.equal(clock.pending, 0);
  });
});

describe('the turn budget (R-FO-4)', () => {
  it('spends the 30 s of waiting once, over all attempts', async () => {
    const slow = { timeouts: { firstTokenMs: 20_000 } };
    const silent: Script = [wait('forever')];
    const { read, observer } = setUp([silent, silent, GOOD], { providers: { primary: slow, fallback_1: slow } });
    await assert.rejects(read(), { kind: 'timeout_first_token' });
    assert.deepEqual(
      observer.of('attempt-ended').map(({ durationMs, outcome }) => [durationMs, outcome]),
      [
        [20_000, 'timeout_first_token'],
        [10_000, 'cancelled'],
      ],
    );
  });

  it('does not blame a provider for the turn that ran out of time, nor call it the caller’s cancel', async () => {
    const budget = createTurnBudget({ extraAttempts: 3, steps: 1, waitMs: 1_000 });
    const { read, observer } = setUp([[wait('forever')], GOOD]);
    await assert.rejects(read({ budget }), { kind: 'timeout_total' });
    assert.deepEqual(observer.of('health-changed'), []);
  });

  it('does not count what follows the commit point', async () => {
    const budget = createTurnBudget({ extraAttempts: 3, steps: 1, waitMs: 2_000 });
    const { read } = setUp([[wait(1_000), say('천천히 '), wait(15_000), say('온다'), finish]], {
      providers: { primary: { timeouts: { minCharsPerSecond: 0 } } },
    });
    assert.equal(textOf(await read({ budget })), '천천히 온다');
    assert.equal(budget.waitLeftMs, 1_000);
  });

  it('asks nobody else when the time of the turn went elsewhere meanwhile', async () => {
    const budget = createTurnBudget({ extraAttempts: 3, steps: 1, waitMs: 30_000 });
    const other = scriptedModel('other', [GOOD]);
    const hungry: LanguageModel = {
      id: 'hungry',
      async *stream() {
        budget.spendWait(30_000);
        yield await Promise.reject(new ModelError('hungry', 'server'));
      },
    };
    const { router } = aRouter({ models: { hungry, other } });
    await assert.rejects(collectStream(router.languageModel('default').stream(aModelCall({ budget }))), {
      kind: 'server',
    });
    assert.equal(other.calls.length, 0);
  });

  it('takes what every attempt cost out of the money, the failed ones too', async () => {
    const prices = { inputMicrosPer1k: 1_000, outputMicrosPer1k: 1_000, cacheReadMicrosPer1k: 0 };
    const budget = createTurnBudget({ extraAttempts: 3, steps: 1, waitMs: 30_000, moneyMicros: 1_000 });
    const { read, observer } = setUp([[think('생각만 하다가'), fail('network')], GOOD], {
      providers: { primary: { prices }, fallback_1: { prices } },
    });
    await read({ budget });
    const costs = observer.of('attempt-ended').map(({ costMicros = 0 }) => costMicros);
    assert.equal(
      costs.every(cost => cost > 0),
      true,
    );
    assert.equal(budget.moneyLeftMicros, 1_000 - costs.reduce((sum, cost) => sum + cost, 0));
  });

  it('asks nobody when the money of the turn is spent', async () => {
    const budget = createTurnBudget({ extraAttempts: 3, steps: 1, waitMs: 1_000, moneyMicros: 0 });
    const { read, models } = setUp([GOOD]);
    await assert.rejects(read({ budget }), { refusal: { code: 'budget_exceeded', budget: 'turn' } });
    assert.equal(models['primary']?.calls.length, 0);
  });
});
