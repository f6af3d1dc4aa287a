import type { Clock } from '@naru/kernel';
import { ProviderState, type PlaySource } from '../control/provider-state.ts';
import { readPlay, type Play } from '../behaviours/play.ts';
import { PROTOCOL_NAMES, type Protocol, type ProtocolName } from '../protocols/protocol.ts';
import { protocols } from '../protocols/protocols.ts';

/** How a provider is set up; a protocol's name alone will do. */
export interface ProviderSettings {
  readonly protocol: ProtocolName;
  /** Played beneath everything else, such as `latency=80,signature`. */
  readonly always?: PlaySource;
  /** With a key, requests without it are refused with 401. */
  readonly apiKey?: string;
  /** What `GET /v1/models` lists; any other name is answered too. */
  readonly models?: readonly string[];
}

export interface Provider {
  readonly name: string;
  readonly protocol: Protocol;
  readonly always: Play;
  readonly apiKey: string | undefined;
  readonly models: readonly string[];
  readonly state: ProviderState;
}

const NAME = /^[a-z][a-z0-9_-]{0,39}$/;
const RESERVED: ReadonlySet<string> = new Set(['control', 'v1']);
const MODELS: Readonly<Record<ProtocolName, readonly string[]>> = {
  openai: ['gpt-5-mini', 'gpt-5'],
  anthropic: ['claude-haiku-4-5', 'claude-sonnet-4-5'],
  generate: ['generate-1'],
  bedrock: ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 'apac.amazon.nova-lite-v1:0'],
};

/** @throws {RangeError | PlayError} for a name, a protocol or a play that is not allowed */
export function createProvider(name: string, given: ProtocolName | ProviderSettings, clock: Clock): Provider {
  if (!NAME.test(name) || RESERVED.has(name)) {
    throw new RangeError(
      `provider name: found "${name}"; allowed: a small letter, then up to 39 of a-z, 0-9, _ and -, but not control or v1`,
    );
  }
  const settings = typeof given === 'string' ? { protocol: given } : given;
  if (!PROTOCOL_NAMES.includes(settings.protocol)) {
    throw new RangeError(`protocol of ${name}: found "${settings.protocol}"; allowed: ${PROTOCOL_NAMES.join(', ')}`);
  }
  return {
    name,
    protocol: protocols[settings.protocol],
    always: readPlay(settings.always ?? 'well'),
    apiKey: settings.apiKey,
    models: settings.models ?? MODELS[settings.protocol],
    state: new ProviderState(clock),
  };
}
