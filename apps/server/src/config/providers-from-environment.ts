import { foundText, type ConfigMistake } from './mistake.ts';
import { parseProviderAddress, type ProviderAddress } from './provider-address.ts';
import type { FileProvider } from './provider-schema.ts';
import { listOf, textOf, type Environment } from './read-environment.ts';

/**
 * The providers of `QS_LLM_URL` and `QS_LLM_FALLBACK_URLS` (R-CFG-1); `undefined` when neither says anything.
 * Blanks are dropped and repetitions kept once before numbers are given; the first is `primary`.
 */
export function providersFromEnvironment(env: Environment): {
  readonly providers: readonly FileProvider[] | undefined;
  /** The variable that each of them comes from. */
  readonly variables: readonly string[];
  readonly mistakes: readonly ConfigMistake[];
} {
  const named = ['QS_LLM_URL', 'QS_LLM_FALLBACK_URLS'].flatMap(variable => {
    const text = textOf(env, variable);
    if (text === undefined) return [];
    const parts = variable === 'QS_LLM_URL' ? [text] : listOf(text);
    return parts.map(part => ({ variable, text: part }));
  });
  if (named.length === 0) return { providers: undefined, variables: [], mistakes: [] };

  const addresses = new Map<string, ProviderAddress & { readonly variable: string }>();
  const mistakes: ConfigMistake[] = [];
  for (const { variable, text } of named) {
    const parsed = parseProviderAddress(text);
    if (parsed.kind === 'mistake') {
      mistakes.push({ where: variable, source: 'environment', found: foundText(text), allowed: parsed.allowed });
      continue;
    }
    const { protocol = 'generate', url, model = '' } = parsed.address;
    addresses.getOrInsert(`${protocol} ${url} ${model}`, { ...parsed.address, protocol, variable });
  }
  const providers = [...addresses.values()].map(({ protocol, url, model }, index) => ({
    alias: index === 0 ? 'primary' : `fallback_${index}`,
    protocol,
    url,
    model,
  }));
  return { providers, variables: [...addresses.values()].map(({ variable }) => variable), mistakes };
}
