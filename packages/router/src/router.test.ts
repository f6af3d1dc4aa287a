import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FakeClock, settle } from '@naru/kernel/testing';
import { collectStream, FAILURE_KINDS, type LanguageModel, type StreamPart } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { AllProvidersFailedError, CallRefusedError } from './errors.ts';
import type { PresetName } from './router-settings.ts';
import { aProvider } from './testing/a-provider.ts';
import { aRouter } from './testing/a-router.ts';
import { routerSettings } from './testing/router-settings.ts';

const GOOD: readonly ScriptLine[] = [say('안녕'), say('하세요'), finish];
const good = (id: string) => scriptedModel(id, [GOOD]);
const answerOf = (model: LanguageModel, call = aModelCall()) => collectStream(model.stream(call));

describe('policies by name', () => {
  it('are default, auto, the assistants and each provider by its alias', async () => {
    const { router } = aRouter({
      models: { primary: good('a'), fallback_1: good('b') },
      settings: {
        policies: { default: { preset: 'gateway' }, support: { preset: 'gateway', chain: ['fallback_1'] } },
      },
    });
    assert.deepEqual(router.policyNames.toSorted(), ['auto', 'default', 'fallback_1', 'primary', 'support']);
    const served = router.policyNames.toSorted().map(async name => (await answerOf(router.languageModel(name))).served);
    assert.deepEqual(
      (await Promise.all(served)).map(part => part?.provider),
      ['primary', 'primary', 'fallback_1', 'primary', 'fallback_1'],
    );
  });

  for (const name of ['nobody', '', '__proto__', 'constructor']) {
    it(`refuses "${name}" and says what there is`, async () => {
      const { router, observer } = aRouter({ models: { primary: good('a') } });
      await assert.rejects(answerOf(router.languageModel(name)), (error: unknown) => {
        assert.ok(error instanceof CallRefusedError);
        assert.deepEqual(error.refusal, { code: 'unknown_model', model: name, known: router.policyNames });
        return true;
      });
      assert.deepEqual(observer.events, []);
      assert.throws(() => router.explain({ policy: name, mode: 'json' }), CallRefusedError);
    });
  }
});

describe('a request that nobody can serve', () => {
  it('is refused before anybody is dialled, and says what is missing', async () => {
    const model = good('a');
    const { router, observer } = aRouter({
      models: { primary: model },
      providers: { primary: { capabilities: { tools: false } } },
    });
    const tools = [{ name: 'find', description: '찾기', inputSchema: {} }];
    await assert.rejects(answerOf(router.languageModel('default'), aModelCall({ tools })), {
      refusal: { code: 'no_capable_provider', missing: ['tools'] },
    });
    assert.equal(model.calls.length, 0);
    assert.equal(observer.of('decided')[0]?.decision.reasonCode, 'no_capable_provider');
  });
});

describe('any mix of faults', () => {
  const PRESETS: readonly PresetName[] = ['gateway', 'bedrock', 'direct'];
  const fault = fc.constantFrom(...FAILURE_KINDS.filter(kind => kind !== 'cancelled'), 'silence' as const);
  const script = fc
    .tuple(fault, fc.constantFrom(400, 402, 429, 500, 502, 503, 529))
    .map(([kind, status]) => (kind === 'silence' ? [wait('forever')] : [fail(kind, { status })]));

  it('costs at most 3 extra attempts (bedrock 5) and 30 s of waiting (60 s), and dials nobody who was dropped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(script, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...PRESETS),
        async (scripts, preset) => {
          const clock = new FakeClock();
          const forbidden = scriptedModel('forbidden', [GOOD]);
          const models = Object.fromEntries(
            scripts.map((lines, index) => [`p${index}`, scriptedModel(`p${index}`, [lines], clock)]),
          );
          const { router, observer } = aRouter({
            models: { forbidden, ...models },
            settings: { policies: { default: { preset } }, blocklist: ['forbidden'] },
            clock,
          });
          const reading = answerOf(router.languageModel('default'));
          reading.catch(() => {});
          await clock.advance(100_000);
          await assert.rejects(reading, AllProvidersFailedError);

          const [extra, waitMs] = preset === 'bedrock' ? [5, 60_000] : [3, 30_000];
          const ended = observer.of('attempt-ended');
          assert.ok(ended.length <= 1 + extra, `${ended.length} attempts`);
          assert.equal(observer.of('attempt-started').length, ended.length);
          assert.equal(new Set(ended.map(({ attemptId }) => attemptId)).size, ended.length);
          const waitedMs = ended.reduce((sum, { durationMs }) => sum + durationMs, 0);
          assert.ok(waitedMs <= waitMs, `${waitedMs} ms`);
          assert.equal(forbidden.calls.length, 0);
          assert.equal(clock.pending, 0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a caller who leaves (R-FO-5)', () => {
  const TALK: readonly ScriptLine[] = [say('하나 '), wait('forever')];

  it('stops the provider at once, ends the attempt with an estimate, and is not held against anybody', async () => {
    const model = scriptedModel('m', [TALK]);
    const { router, observer, clock } = aRouter({
      models: { primary: model },
      providers: {
        primary: { prices: { inputMicrosPer1k: 1_000, outputMicrosPer1k: 1_000, cacheReadMicrosPer1k: 0 } },
      },
    });
    const stop = new AbortController();
    const reading = answerOf(router.languageModel('default'), aModelCall({ signal: stop.signal }));
    await settle();
    stop.abort();
    await assert.rejects(reading, { kind: 'cancelled' });
    await settle();
    const [ended] = observer.of('attempt-ended');
    assert.deepEqual([ended?.outcome, ended?.committed, ended?.usage.estimated], ['cancelled', true, true]);
    assert.ok(
      (ended?.usage.inputTokens ?? 0) > 0 && (ended?.usage.outputTokens ?? 0) > 0 && (ended?.costMicros ?? 0) > 0,
    );
    assert.deepEqual(observer.of('health-changed'), []);
    assert.deepEqual([model.running, clock.pending], [0, 0]);
  });

  it('may go while a batch is being waited for, by leaving the reading alone', async () => {
    const model = scriptedModel('m', [[wait('forever')]]);
    const { router, clock } = aRouter({ models: { primary: model } });
    const reading = router.languageModel('default').stream(aModelCall())[Symbol.asyncIterator]();
    const next = reading.next();
    await settle();
    const left = reading.return?.();
    await assert.rejects(next, { kind: 'cancelled' });
    await left;
    await settle();
    assert.deepEqual([model.running, clock.pending], [0, 0]);
  });

  it('is not kept by a provider that is slow to stop', async () => {
    const stopping = Promise.withResolvers<void>();
    const stubborn: LanguageModel = {
      id: 'stubborn',
      stream: () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise<IteratorResult<readonly StreamPart[]>>(() => {}),
          return: async () => {
            await stopping.promise;
            return { done: true, value: undefined };
          },
        }),
      }),
    };
    const { router, clock } = aRouter({ models: { primary: stubborn, fallback_1: good('b') } });
    const reading = answerOf(router.languageModel('default'));
    await clock.advance(6_000);
    assert.equal((await reading).served?.provider, 'fallback_1');
    stopping.resolve();
  });

  it('in the very moment of a failure keeps the next provider from being asked', async () => {
    const stop = new AbortController();
    const other = good('b');
    const started: string[] = [];
    const { router } = aRouter({
      models: { primary: scriptedModel('a', [[fail('server')]]), fallback_1: other },
      deps: {
        observer: {
          on(event) {
            if (event.type === 'attempt-started') started.push(event.provider);
            if (event.type === 'attempt-ended') stop.abort();
          },
        },
      },
    });
    await assert.rejects(answerOf(router.languageModel('default'), aModelCall({ signal: stop.signal })), {
      kind: 'cancelled',
    });
    assert.deepEqual(started, ['primary']);
  });

  it('before the first pull has asked nobody', async () => {
    const model = good('m');
    const { router, observer } = aRouter({ models: { primary: model } });
    await assert.rejects(answerOf(router.languageModel('default'), aModelCall({ signal: AbortSignal.abort() })), {
      kind: 'cancelled',
    });
    const unread = router.languageModel('default').stream(aModelCall())[Symbol.asyncIterator]();
    await unread.return?.();
    assert.deepEqual(await unread.next(), { done: true, value: undefined });
    assert.deepEqual([model.calls.length, observer.events.length], [0, 0]);
  });

  it('10,000 times leaves no timer, no listener and no running call behind', async () => {
    const model = scriptedModel('m', [TALK]);
    const { router, clock, observer } = aRouter({ models: { primary: model } });
    const added = countListeners();
    for (let disconnect = 0; disconnect < 10_000; disconnect += 1) {
      const stop = added.watch(new AbortController());
      const iterator = router
        .languageModel('default')
        .stream(aModelCall({ signal: stop.signal }))
        [Symbol.asyncIterator]();
      await iterator.next();
      if (disconnect % 3 === 0) await iterator.return?.();
      else if (disconnect % 3 === 1) stop.abort();
      else {
        const pending = iterator.next();
        stop.abort();
        await assert.rejects(pending, { kind: 'cancelled' });
      }
    }
    await settle();
    assert.deepEqual([model.running, clock.pending, added.count], [0, 0, 0]);
    assert.equal(observer.of('attempt-ended').length, 10_000);
  });
});

/** Counts the listeners that are on the watched signals, those that fired taken off. */
function countListeners() {
  let count = 0;
  return {
    get count() {
      return count;
    },
    watch(stop: AbortController): AbortController {
      const { signal } = stop;
      const on = signal.addEventListener.bind(signal);
      const off = signal.removeEventListener.bind(signal);
      signal.addEventListener = ((...listening: Parameters<typeof on>) => {
        count += 1;
        on(...listening);
      }) as typeof on;
      signal.removeEventListener = ((...listening: Parameters<typeof off>) => {
        count -= 1;
        off(...listening);
      }) as typeof off;
      return stop;
    },
  };
}

describe('calls at the same time', () => {
  it('do not hear of each other', async () => {
    const clock = new FakeClock();
    const echo: LanguageModel = {
      id: 'echo',
      async *stream({ labels, signal }) {
        const number = Number(labels.requestId);
        for (let part = 0; part < 5; part += 1) {
          await clock.sleep((number * 7 + part * 3) % 11, signal);
          yield [{ type: 'text-delta', text: `${number}.${part} ` }];
        }
        yield [finish];
      },
    };
    const flaky: LanguageModel = {
      id: 'flaky',
      async *stream(call) {
        if (Number(call.labels.requestId) % 2 === 1) yield* scriptedModel('flaky', [[fail('network')]]).stream(call);
        else yield* echo.stream(call);
      },
    };
    const { router } = aRouter({ models: { flaky, echo }, clock, settings: { cooldownMs: 0 } });
    const readings = Array.from({ length: 50 }, (_, number) =>
      answerOf(router.languageModel('default'), aModelCall({ labels: { requestId: String(number), traceId: 't' } })),
    );
    await clock.advance(200);
    for (const [number, answer] of (await Promise.all(readings)).entries()) {
      assert.equal(answer.text, [0, 1, 2, 3, 4].map(part => `${number}.${part} `).join(''));
      assert.equal(answer.served?.provider, number % 2 === 1 ? 'echo' : 'flaky');
    }
  });
});

describe('cooling', () => {
  it('passes over a provider that failed, tells so, and comes back to it after 15 s', async () => {
    const primary = scriptedModel('a', [[fail('server')], GOOD]);
    const { router, clock, observer } = aRouter({ models: { primary, fallback_1: good('b') } });
    const serve = async () => (await answerOf(router.languageModel('default'))).served;
    assert.equal((await serve())?.provider, 'fallback_1');
    const second = await serve();
    assert.deepEqual([second?.provider, second?.reason, second?.isFallback], ['fallback_1', 'cooldown', false]);
    assert.equal(primary.calls.length, 1);
    assert.deepEqual(
      observer.of('provider-skipped').map(({ provider, reason }) => [provider, reason]),
      [['primary', 'cooldown']],
    );
    await clock.advance(15_000);
    assert.equal((await serve())?.provider, 'primary');
    assert.deepEqual(
      observer.of('health-changed').map(({ provider, from, to }) => `${provider}: ${from} -> ${to}`),
      ['primary: closed -> cooling', 'primary: cooling -> closed'],
    );
  });

  it('lasts as long as the provider asked for', async () => {
    const limited = scriptedModel('a', [[fail('rate_limited', { status: 429, retryAfterMs: 60_000 })]]);
    const { router, clock } = aRouter({ models: { primary: limited, fallback_1: good('b') } });
    await answerOf(router.languageModel('default'));
    const first = () => router.explain({ policy: 'default', mode: 'json' }).chain[0];
    await clock.advance(59_999);
    assert.equal(first(), 'fallback_1');
    await clock.advance(1);
    assert.equal(first(), 'primary');
  });

  it('does not tell of a head passed over that an operator has put first again', async () => {
    const { router, observer } = aRouter({
      models: { primary: scriptedModel('a', [[fail('server')], GOOD]), fallback_1: good('b') },
      settings: { forced: 'primary' },
    });
    for (let call = 0; call < 2; call += 1) await answerOf(router.languageModel('default'));
    assert.deepEqual(observer.of('provider-skipped'), []);
  });

  it('is not brought about by the faults of callers', async () => {
    const { router, observer } = aRouter({ models: { primary: scriptedModel('a', [[fail('bad_request')]]) } });
    for (let call = 0; call < 20; call += 1) await assert.rejects(answerOf(router.languageModel('default')));
    assert.deepEqual(observer.of('health-changed'), []);
  });
});

describe('explain', () => {
  it('says what would be decided, and changes nothing in a thousand times (R-DEC-4)', async () => {
    const { router, observer } = aRouter({
      models: { primary: scriptedModel('a', [[fail('server')]]), fallback_1: good('b') },
    });
    await answerOf(router.languageModel('default'));
    const told = observer.events.length;
    const question = { policy: 'default', mode: 'json' } as const;
    const { id: _first, ...first } = router.explain(question);
    for (let time = 0; time < 1_000; time += 1) router.explain(question);
    const { id: _last, ...last } = router.explain(question);
    assert.deepEqual(last, first);
    assert.deepEqual(first.chain, ['fallback_1', 'primary']);
    assert.equal(first.reasonCode, 'cooldown');
    assert.equal(observer.events.length, told);
  });
});

describe('reconfigure', () => {
  it('is for calls that begin later; those that run keep their providers', async () => {
    const clock = new FakeClock();
    const slow = scriptedModel('a', [[wait(1_000), say('옛 답'), finish]], clock);
    const { router } = aRouter({ models: { primary: slow }, clock });
    const running = answerOf(router.languageModel('default'));
    await settle();
    router.reconfigure([{ provider: aProvider({ alias: 'other' }), languageModel: good('b') }], routerSettings());
    assert.equal((await answerOf(router.languageModel('default'))).served?.provider, 'other');
    await clock.advance(1_000);
    assert.equal((await running).served?.provider, 'primary');
    assert.deepEqual(
      router.providers.map(({ alias }) => alias),
      ['other'],
    );
  });

  it('begins to mind the health of providers that are new', async () => {
    const { router } = aRouter({ models: { primary: good('a') } });
    const entry = (alias: string, languageModel: LanguageModel) => ({ provider: aProvider({ alias }), languageModel });
    router.reconfigure(
      [entry('new', scriptedModel('n', [[fail('server')]])), entry('other', good('o'))],
      routerSettings(),
    );
    await answerOf(router.languageModel('default'));
    assert.deepEqual(router.explain({ policy: 'default', mode: 'json' }).chain, ['other', 'new']);
  });

  it('keeps the health of providers that stay, and changes nothing when it refuses', async () => {
    const { router, entries } = aRouter({
      models: { primary: scriptedModel('a', [[fail('server')]]), fallback_1: good('b') },
    });
    await answerOf(router.languageModel('default'));
    assert.throws(() => router.reconfigure([], routerSettings()), RangeError);
    router.reconfigure(entries, routerSettings());
    assert.deepEqual(router.explain({ policy: 'default', mode: 'json' }).chain, ['fallback_1', 'primary']);
  });
});

describe('an observer that throws', () => {
  it('changes nothing, and is complained about once', async () => {
    const { router, logger } = aRouter({
      models: { primary: good('a') },
      deps: {
        observer: {
          on() {
            throw new TypeError('broken');
          },
        },
      },
    });
    assert.equal((await answerOf(router.languageModel('default'))).text, '안녕하세요');
    assert.deepEqual(
      logger.entries.map(({ level, fields }) => [level, fields['event'], fields['error']]),
      [['error', 'decided', 'TypeError']],
    );
  });
});

describe('events of a call', () => {
  it('tell the whole story in order', async () => {
    const { router, observer } = aRouter({
      models: { primary: scriptedModel('a', [[fail('server', { status: 503 })]]), fallback_1: good('b') },
    });
    await answerOf(router.languageModel('default'));
    assert.deepEqual(
      observer.events.map(({ type }) => type),
      [
        'decided',
        'attempt-started',
        'health-changed',
        'attempt-ended',
        'failed-over',
        'attempt-started',
        'attempt-committed',
        'attempt-ended',
      ],
    );
    const [ended] = observer.of('attempt-ended');
    assert.deepEqual([ended?.attempt, ended?.status, ended?.usage.inputTokens], [1, 503, 0]);
    const [failedOver] = observer.of('failed-over');
    assert.deepEqual([failedOver?.from, failedOver?.to, failedOver?.reason], ['primary', 'fallback_1', 'server']);
  });
});
