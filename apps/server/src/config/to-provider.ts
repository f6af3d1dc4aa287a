import type { Provider, ProviderCapabilities, ProviderPrices, ProviderTimeouts } from '@naru/router';
import { foundText } from './mistake.ts';
import { ADDRESS_FORM, parseProviderAddress, type ProviderAddress } from './provider-address.ts';
import type { FilePrices, FileProvider, FileTimeouts } from './provider-schema.ts';
import { isOn } from './switch.ts';

/** What is wrong with one provider's entry, by its field. */
export interface ProviderMistake {
  readonly field: keyof FileProvider;
  readonly found: string;
  readonly allowed: string;
}

export type ProviderOutcome =
  | { readonly kind: 'provider'; readonly provider: Provider }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly ProviderMistake[] };

interface ProtocolDefaults {
  /** Missing: the protocol needs one to be named. */
  readonly model?: string;
  readonly tools: boolean;
  readonly vision: boolean;
  readonly retainsPrompts: boolean;
  readonly prices?: ProviderPrices;
}

const FREE: ProviderPrices = { inputMicrosPer1k: 0, outputMicrosPer1k: 0, cacheReadMicrosPer1k: 0 };

/** What nobody needs to say. That a provider keeps nothing is never assumed of somebody else's machine. */
const USUAL: ProtocolDefaults = { tools: true, vision: true, retainsPrompts: true };
/** Protocols of which something else is true. */
const UNUSUAL: ReadonlyMap<string, ProtocolDefaults> = new Map<string, ProtocolDefaults>([
  ['generate', { model: 'generate', tools: false, vision: false, retainsPrompts: true }],
  ['toy', { model: 'toy', tools: true, vision: false, retainsPrompts: false, prices: FREE }],
]);

/** A provider's entry as the router takes it. */
export function toProvider(entry: FileProvider, defaults: FileTimeouts): ProviderOutcome {
  const mistakes: ProviderMistake[] = [];
  const address = addressOf(entry, mistakes);
  const protocol = entry.protocol ?? address.protocol ?? 'generate';
  const { model: usualModel, prices: usualPrices, ...usual } = UNUSUAL.get(protocol) ?? USUAL;

  const model = entry.model ?? address.model ?? usualModel;
  if (model === undefined) {
    const allowed = `a model for protocol ${protocol}, in model or as #model behind the URL`;
    mistakes.push({ field: 'model', found: 'nothing', allowed });
  }
  if (mistakes.length > 0 || model === undefined) return { kind: 'mistakes', mistakes };

  const prices = entry.prices === undefined ? usualPrices : toPrices(entry.prices);
  const capabilities: ProviderCapabilities = {
    tools: entry.tools === undefined ? usual.tools : isOn(entry.tools),
    vision: entry.vision === undefined ? usual.vision : isOn(entry.vision),
    retainsPrompts: entry.retains_prompts === undefined ? usual.retainsPrompts : isOn(entry.retains_prompts),
    ...(entry.region !== undefined && { region: entry.region }),
  };
  const provider: Provider = {
    alias: entry.alias,
    protocol,
    url: address.url,
    model,
    timeouts: toTimeouts({ ...defaults, ...entry.timeouts } as FileTimeouts),
    capabilities,
    ...(prices && { prices }),
    ...(entry.context_window_tokens !== undefined && { contextWindowTokens: entry.context_window_tokens }),
  };
  return { kind: 'provider', provider };
}

/** Micro-units for 1,000 tokens out of units. */
export function toPrices(prices: FilePrices): ProviderPrices {
  const { input, output, cache_read } =
    typeof prices === 'number' ? { input: prices, output: prices, cache_read: prices } : prices;
  return {
    inputMicrosPer1k: toMicros(input),
    outputMicrosPer1k: toMicros(output),
    cacheReadMicrosPer1k: toMicros(cache_read ?? input),
  };
}

/** Thousandths of a micro-unit are kept: a thousand tokens may cost less than one. */
function toMicros(units: number): number {
  return Math.round(units * 1e9) / 1e3;
}

function toTimeouts(timeouts: FileTimeouts): ProviderTimeouts {
  return {
    connectMs: timeouts.connect_sec * 1_000,
    firstTokenMs: timeouts.first_token_sec * 1_000,
    jsonHeadersMs: timeouts.json_headers_sec * 1_000,
    idleMs: timeouts.idle_sec * 1_000,
    totalMs: timeouts.total_sec * 1_000,
    dripGraceMs: timeouts.drip_grace_sec * 1_000,
    minCharsPerSecond: timeouts.min_chars_per_sec,
  };
}

function addressOf({ url, protocol, model }: FileProvider, mistakes: ProviderMistake[]): ProviderAddress {
  const nothing: ProviderAddress = { protocol: undefined, url: '', model: undefined };
  if (url === undefined || url === '') {
    if (protocol !== 'toy') mistakes.push({ field: 'url', found: 'nothing', allowed: ADDRESS_FORM });
    return nothing;
  }
  const parsed = parseProviderAddress(url);
  if (parsed.kind === 'mistake') {
    mistakes.push({ field: 'url', found: foundText(url), allowed: parsed.allowed });
    return nothing;
  }
  const { address } = parsed;
  if (protocol === 'toy' && address.url !== '') {
    mistakes.push({ field: 'url', found: foundText(url), allowed: 'no URL: the toy is embedded' });
  } else if (protocol && address.protocol && protocol !== address.protocol) {
    mistakes.push({
      field: 'protocol',
      found: protocol,
      allowed: `${address.protocol}, as the URL says, or a URL without it`,
    });
  }
  if (model && address.model && model !== address.model) {
    mistakes.push({
      field: 'model',
      found: foundText(model),
      allowed: `${address.model}, as the URL says, or a URL without it`,
    });
  }
  return address;
}
