import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom, type Random } from '@naru/kernel';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import { ModelError, type FailureKind, type LanguageModel, type ModelCall } from '@naru/language-model';
import { aModelCall, finish } from '@naru/language-model/testing';
import { createRouter } from '../create-router.ts';
import type { Provider } from '../providers/provider.ts';
import type { PresetName, RouterSettings } from '../router-settings.ts';
import { aProvider } from '../testing/a-provider.ts';
import { routerSettings } from '../testing/router-settings.ts';
import type { ScriptedAnswer } from './provider-script.ts';
import { VirtualClock } from './virtual-clock.ts';
import { VirtualRouter } from './virtual-router.ts';

const SCRIPTS = 300;
const AFTERMATH_MS = 300_000;
const SILENCE = { afterMs: Infinity, bodyMs: 0, ending: 'finish' } as const;

interface Play {
  readonly seed: number;
  readonly providers: readonly Provider[];
  readonly settings: RouterSettings;
  readonly turns: readonly { readonly atMs: number; readonly intent: string; readonly sessionId: string }[];
  /** By alias; an attempt or a probe takes the next one, and the last one repeats. */
  readonly answers: Readonly<Record<string, readonly ScriptedAnswer[]>>;
}

/** Everything that happened, as sentences; times rounded so that only real differences show. */
type Happenings = string[];

function aPlay(seed: number): Play {
  const random = seededRandom(seed * 7_919 + 1);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  // Fractions that sums keep exactly, so that two things are due at one instant only where they are in both.
  const between = (fromMs: number, toMs: number): number =>
    Math.round((fromMs + random() * (toMs - fromMs)) * 1_024) / 1_024;
  const providers = ['first', 'second', 'third', 'fourth'].slice(0, 1 + Math.floor(random() * 4)).map(alias =>
    aProvider({
      alias,
      timeouts: { minCharsPerSecond: pick([0, 1]), firstTokenMs: pick([6_000, 14_000]) },
      prices: { inputMicrosPer1k: 100, outputMicrosPer1k: 400, cacheReadMicrosPer1k: 10 },
      ...(random() < 0.5 && { contextWindowTokens: pick([8_000, 32_000]) }),
    }),
  );
  const gapMs = pick([60, 400, 3_000]);
  const turns: Play['turns'][number][] = [];
  for (let atMs = 0; turns.length < 45; atMs += between(1, 2 * gapMs)) {
    turns.push({ atMs, intent: pick(['REFUND', 'SHIPPING']), sessionId: `conversation-${pick([1, 2, 3])}` });
  }
  const badness = pick([0.05, 0.4, 0.9]);
  const answers = Object.fromEntries(
    providers.map(({ alias }) => [alias, Array.from({ length: 60 }, () => anAnswer(random, badness, pick, between))]),
  );
  return { seed, providers, settings: someSettings(random, pick), turns, answers };
}

function anAnswer(
  random: Random,
  badness: number,
  pick: <Value>(values: readonly Value[]) => Value,
  between: (fromMs: number, toMs: number) => number,
): ScriptedAnswer {
  if (random() >= badness) {
    const ending = pick(['finish', 'finish', 'finish', 'finish', 'break', 'stall'] as const);
    return { kind: 'ok', afterMs: between(20, 7_000), bodyMs: between(10, 9_000), ending };
  }
  const kind = pick<FailureKind>([
    'server', 'rate_limited', 'network', 'timeout_first_token', 'stream_error', 'empty', 'auth', 'not_found',
    'bad_request', 'context_length', 'content_filter', 'quota', 'timeout_connect',
  ]); // prettier-ignore
  if (kind === 'timeout_first_token') return { kind, ...SILENCE };
  return {
    kind,
    afterMs: between(5, pick([4_000, 13_000])),
    bodyMs: 0,
    ending: 'finish',
    ...(kind === 'server' && { status: pick([500, 502, 503, 504]) }),
    ...(kind === 'rate_limited' && { status: 429, ...(random() < 0.5 && { retryAfterMs: between(100, 20_000) }) }),
  };
}

function someSettings(random: Random, pick: <Value>(values: readonly Value[]) => Value): RouterSettings {
  return routerSettings({
    policies: {
      default: {
        preset: pick<PresetName>(['gateway', 'bedrock', 'direct']),
        contentFilter: { REFUND: 'one_other', default: 'refuse' },
        ...(random() < 0.3 && { recovery: 'restart' }),
      },
    },
    cooldownMs: pick([0, 2_000, 15_000]),
    breaker: { enabled: random() < 0.8, syntheticProbes: random() < 0.5 },
    stickiness: { enabled: random() < 0.5 },
    ...(random() < 0.3 && { canary: { provider: 'second', share: 0.5, abort: { minSamples: 5 } } }),
  });
}

function lineFor(answers: Play['answers']): (alias: string) => ScriptedAnswer {
  const places = new Map<string, number>();
  return alias => {
    const place = places.get(alias) ?? 0;
    places.set(alias, place + 1);
    const script = answers[alias] ?? [];
    return script[Math.min(place, script.length - 1)] as ScriptedAnswer;
  };
}

const at = (ms: number): string => ms.toFixed(2);

async function playForReal({ seed, providers, settings, turns, answers }: Play): Promise<Happenings> {
  const clock = new FakeClock();
  const happenings: Happenings = [];
  const next = lineFor(answers);
  let decisionId: string | undefined;
  const router = createRouter({
    providers: providers.map(provider => ({ provider, languageModel: playedModel(provider.alias, next, clock) })),
    settings,
    clock,
    random: seededRandom(seed),
    // The seed of a decision is its id: that of a turn is known, the others do not matter.
    ids: {
      newId() {
        const id = decisionId ?? 'another';
        decisionId = undefined;
        return id;
      },
    },
    observer: {
      on(event) {
        if (event.type === 'attempt-ended') {
          const { provider, attempt, outcome, startedAtMs = 0, durationMs } = event;
          happenings.push(`${at(startedAtMs + durationMs)} ${provider} #${attempt} from ${at(startedAtMs)} ${outcome}`);
        }
        if (event.type === 'failed-over') happenings.push(`${event.from} to ${event.to} by ${event.reason}`);
        if (event.type === 'health-changed') happenings.push(`${event.provider} is ${event.to}`);
        if (event.type === 'canary-aborted') happenings.push(`canary ended by ${event.reason}`);
      },
    },
    logger: recordingLogger(),
  });
  for (const [index, { atMs, intent, sessionId }] of turns.entries()) {
    await clock.advance(atMs - clock.monotonicMs());
    decisionId = `turn-${index + 1}`;
    const labels = { requestId: `request-${index}`, traceId: 'trace', intent, sessionId };
    const call = aModelCall({ labels, settings: { mode: 'stream', acceptsRestart: true } });
    void readAll(router.languageModel('default'), call);
  }
  await clock.advance(AFTERMATH_MS);
  router.dispose();
  return happenings;
}

async function readAll(model: LanguageModel, call: ModelCall): Promise<void> {
  try {
    for await (const _batch of model.stream(call)) continue;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
  }
}

function playedModel(alias: string, next: (alias: string) => ScriptedAnswer, clock: FakeClock): LanguageModel {
  return {
    id: alias,
    async *stream({ settings, signal }) {
      const { kind, afterMs, bodyMs, ending, status, retryAfterMs } = next(alias);
      const isProbe = settings.maxTokens === 1;
      await clock.sleep(Number.isFinite(afterMs) ? afterMs : 1e12, signal);
      if (kind !== 'ok') throw new ModelError(alias, kind, { status, retryAfterMs });
      yield [{ type: 'text-delta', text: '네' }];
      if (!isProbe) await clock.sleep(ending === 'stall' ? 1e12 : bodyMs, signal);
      if (ending !== 'finish') throw new ModelError(alias, 'stream_broken');
      yield [finish];
    },
  };
}

function playVirtually({ seed, providers, settings, turns, answers }: Play): Happenings {
  const clock = new VirtualClock();
  const happenings: Happenings = [];
  const router = new VirtualRouter({
    clock,
    random: seededRandom(seed),
    providers,
    settings,
    ask: lineFor(answers),
    tokens: { input: 10, answer: 10 },
    onAnswered() {},
    watcher: {
      decided() {},
      attemptStarted() {},
      attemptEnded({ entry, number, startedAtMs, fate }) {
        const { alias } = entry.provider;
        const endedAtMs = startedAtMs + fate.endedMs;
        happenings.push(`${at(endedAtMs)} ${alias} #${number} from ${at(startedAtMs)} ${fate.outcome}`);
      },
      failedOverTo: (from, to, reason) => happenings.push(`${from} to ${to} by ${reason}`),
      turnEnded() {},
      healthChanged: ({ provider, to }) => happenings.push(`${provider.alias} is ${to}`),
      canaryAborted: reason => happenings.push(`canary ended by ${reason}`),
    },
  });
  for (const { atMs, intent, sessionId } of turns) {
    clock.schedule(atMs, () => router.turn({ intent, risk: 'normal', sessionId }));
  }
  clock.runUntil((turns.at(-1)?.atMs ?? 0) + AFTERMATH_MS);
  router.dispose();
  return happenings;
}

describe('the course in virtual time (R-OPS-4)', () => {
  it('makes the attempts of the real router, at the same instants, over random scripts', async () => {
    let attempts = 0;
    for (let seed = 0; seed < SCRIPTS; seed += 1) {
      const play = aPlay(seed);
      const real = await playForReal(play);
      assert.deepEqual(playVirtually(play), real, `seed ${seed}`);
      attempts += real.filter(happening => happening.includes('#')).length;
    }
    assert.ok(attempts > SCRIPTS * 40, `too little happened: ${attempts} attempts`);
  });
});
