import type { Simulator } from '@naru/simulator';
import { DEFAULT_TIMEOUTS } from './timeouts.ts';
import type { WorldSettings } from './world.ts';

/** What goes into the configuration file. */
export interface WorldConfig {
  readonly providers?: readonly ProviderConfig[];
  readonly routing?: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

export interface ProviderConfig {
  readonly alias: string;
  readonly url: string;
  readonly [field: string]: unknown;
}

/**
 * The configuration of a world. Chat has a primary and a fallback of its own, at the same addresses: what the one
 * face makes the server learn of a provider is not to be seen at the other.
 *
 * @param generation names the models, since health is kept by model
 */
export function configOf(settings: WorldSettings, simulator: Simulator, generation: number): WorldConfig {
  const timeouts = settings.timeouts ?? DEFAULT_TIMEOUTS;
  const address = (name: string, model: string): string => simulator.settingOf(name, `${model}-${generation}`);
  const primary = (alias: string, model: string): ProviderConfig => ({
    alias,
    url: address('primary', model),
    key_env: 'WALL_KEY_PRIMARY',
    context_window_tokens: 32_000,
    timeouts,
  });
  const fallback = (alias: string, model: string): ProviderConfig => ({
    alias,
    url: address('fallback', model),
    key_env: 'WALL_KEY_FALLBACK',
    context_window_tokens: 128_000,
    timeouts,
  });
  return {
    limits: { turns_per_minute: 100_000, requests_per_minute: 0 },
    // Chat's own guard on time is not what is judged here.
    guards: { time: { first_chunk: 120, total: 600 } },
    providers: [
      primary('primary', 'first'),
      fallback('fallback_1', 'second'),
      primary('chat_primary', 'chat-first'),
      fallback('chat_fallback', 'chat-second'),
    ],
    routing: {
      cooldown_sec: settings.cooldownSec ?? 0,
      policies: {
        default: { chain: ['primary', 'fallback_1'] },
        support: { chain: ['chat_primary', 'chat_fallback'] },
      },
    },
    ...settings.more?.(name => address(name, name)),
  };
}

/** Lets the fallbacks be waited for: where only the primary is broken, a busy machine must not break them too. */
export function withPatientFallbacks({ providers = [], ...config }: WorldConfig): WorldConfig {
  const isFallback = ({ alias }: ProviderConfig): boolean => alias === 'fallback_1' || alias === 'chat_fallback';
  const patient = providers.map(one => (isFallback(one) ? { ...one, timeouts: DEFAULT_TIMEOUTS } : one));
  return { ...config, providers: patient };
}
