import type { Behaviour, Distribution, Scenario, ScriptedError, ScriptedProvider } from '@naru/router/simulate';
import type { ProviderPrices } from '@naru/router';
import { defined } from './defined.ts';
import { durationMs } from './duration.ts';
import type { FileBehaviour, FileDistribution, FileProvider, ScenarioFile } from './scenario-schema.ts';

const USUAL_FIRST_TOKEN: FileDistribution = { lognormal: { p50: '400ms', p95: '1200ms' } };
const USUAL_ANSWER: FileDistribution = { lognormal: { p50: '3s', p95: '8s' } };
const USUAL_FIRST_TOKEN_MS = 6_000;

/** The scenario that a file means. What a file leaves open is usual for a chat. */
export function toScenario(file: ScenarioFile): Scenario {
  return {
    seed: file.seed,
    durationMs: durationMs(file.duration),
    providers: Object.entries(file.providers).map(([alias, provider]) => toProvider(alias, provider)),
    traffic: toTraffic(file.traffic),
  };
}

function toProvider(alias: string, file: FileProvider): ScriptedProvider {
  const { quality, quota } = file;
  return {
    provider: {
      alias,
      protocol: 'openai',
      url: `https://${alias.replaceAll('_', '-')}.simulated.example/v1`,
      model: alias,
      ...(file.prices && { prices: toPrices(file.prices) }),
      ...(file.context_window_tokens !== undefined && { contextWindowTokens: file.context_window_tokens }),
      timeouts: {
        connectMs: 2_000,
        firstTokenMs: file.first_token_timeout ? durationMs(file.first_token_timeout) : USUAL_FIRST_TOKEN_MS,
        jsonHeadersMs: 20_000,
        idleMs: 20_000,
        totalMs: 120_000,
        dripGraceMs: 10_000,
        minCharsPerSecond: 1,
      },
      capabilities: { tools: true, vision: true, retainsPrompts: false },
    },
    behaviour: { ...USUAL_BEHAVIOUR, ...toBehaviour(file) },
    phases: file.phases.map(({ from, until, every, lasts, ...changes }) => ({
      fromMs: durationMs(from),
      untilMs: durationMs(until),
      ...(every && lasts && { flaps: { everyMs: durationMs(every), forMs: durationMs(lasts) } }),
      ...toBehaviour(changes),
    })),
    priceChanges: file.price_changes
      .map(({ at, prices }) => ({ atMs: durationMs(at), prices: toPrices(prices) }))
      .toSorted((one, other) => one.atMs - other.atMs),
    ...(quota && {
      quota: { requests: quota.requests, windowMs: durationMs(quota.per), tellsRetryAfter: quota.tells_retry_after },
    }),
    ...(quality && {
      quality: Object.fromEntries(Object.entries(quality).map(([intent, worth]) => [intent.toUpperCase(), worth])),
    }),
  };
}

function toBehaviour({ first_token, answer, errors, interrupted, stalled }: FileBehaviour): Partial<Behaviour> {
  return defined({
    firstToken: first_token === undefined ? undefined : toDistribution(first_token),
    answer: answer === undefined ? undefined : toDistribution(answer),
    errors: errors && Object.entries(errors).map(([kind, error]) => toError(kind as ScriptedError['kind'], error)),
    interrupted,
    stalled,
  });
}

type FileError = NonNullable<NonNullable<FileBehaviour['errors']>[ScriptedError['kind']]>;

function toError(kind: ScriptedError['kind'], error: FileError): ScriptedError {
  if (typeof error === 'number') return { kind, share: error };
  const { share, after, status, retry_after } = error;
  return {
    kind,
    share,
    ...(after !== undefined && { after: toDistribution(after) }),
    ...(status !== undefined && { status }),
    ...(retry_after !== undefined && { retryAfterMs: durationMs(retry_after) }),
  };
}

function toDistribution(file: FileDistribution): Distribution {
  if (typeof file === 'string') return { kind: 'constant', ms: durationMs(file) };
  if ('uniform' in file) {
    const [from, to] = file.uniform;
    return { kind: 'uniform', fromMs: durationMs(from), toMs: durationMs(to) };
  }
  if ('lognormal' in file) {
    const { p50, p95 } = file.lognormal;
    return { kind: 'lognormal', p50Ms: durationMs(p50), p95Ms: durationMs(p95) };
  }
  const points = Object.entries(file.percentiles).map(([percentile, time]) => ({
    share: Number(percentile.slice(1)) / 100,
    ms: durationMs(time),
  }));
  return { kind: 'percentiles', points: points.toSorted((one, other) => one.share - other.share) };
}

function toTraffic({ per_second = 1, phases, intents, ...traffic }: ScenarioFile['traffic']): Scenario['traffic'] {
  return {
    phases: phases
      ? phases.map(({ from, per_second: perSecond }) => ({ fromMs: durationMs(from), perSecond }))
      : [{ fromMs: 0, perSecond: per_second }],
    arrivals: traffic.arrivals,
    intents: intents
      ? Object.entries(intents).map(([intent, { weight, high_risk: highRisk }]) => ({
          intent: intent.toUpperCase(),
          weight,
          highRisk,
        }))
      : [{ intent: 'GENERAL', weight: 1, highRisk: 0 }],
    turnsPerConversation: traffic.turns_per_conversation,
    inputTokens: traffic.input_tokens,
    answerTokens: traffic.answer_tokens,
    judgedShare: traffic.judged_share,
  };
}

function toPrices({ input, output, cache_read = input }: NonNullable<FileProvider['prices']>): ProviderPrices {
  return { inputMicrosPer1k: input, outputMicrosPer1k: output, cacheReadMicrosPer1k: cache_read };
}

const USUAL_BEHAVIOUR: Behaviour = {
  firstToken: toDistribution(USUAL_FIRST_TOKEN),
  answer: toDistribution(USUAL_ANSWER),
  errors: [],
};
