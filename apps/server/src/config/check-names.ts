import { providersNamed, type Provider, type RouterSettings } from '@naru/router';
import { foundText } from './mistake.ts';
import { keyNameOf } from './provider-key.ts';

/** A name in the file that leads nowhere, or leads to two things. */
export interface NameMistake {
  readonly path: readonly PropertyKey[];
  readonly found: string;
  readonly allowed: string;
}

/** Words that mean something else where an alias is expected: model names of the gateway, labels of metrics. */
const RESERVED: ReadonlySet<string> = new Set(['auto', 'none', 'unknown']);

/** Looks at what the schema cannot: names that must be different, and names that must be somebody's. */
export function checkNames(
  providers: readonly Provider[],
  { policies, tenants, tiers }: RouterSettings,
  keyEnvs: readonly (string | undefined)[],
): readonly NameMistake[] {
  const mistakes: NameMistake[] = [];
  const aliases = providers.map(({ alias }) => alias);
  for (const [index, alias] of aliases.entries()) {
    const path = ['providers', index, 'alias'];
    if (aliases.indexOf(alias) !== index) {
      mistakes.push({ path, found: `${alias} for the second time`, allowed: 'a different alias for each provider' });
    } else if (RESERVED.has(alias) || Object.hasOwn(policies, alias)) {
      mistakes.push({ path, found: alias, allowed: 'an alias that is no policy and none of auto, none, unknown' });
    }
    const sameKey = aliases.findIndex(
      (other, otherIndex) =>
        other !== alias && keyNameOf(other) === keyNameOf(alias) && !keyEnvs[otherIndex] && !keyEnvs[index],
    );
    if (sameKey !== -1 && sameKey < index) {
      const allowed = `an alias whose key is not ${keyNameOf(alias)}, like that of ${aliases[sameKey]}, or a key_env`;
      mistakes.push({ path, found: alias, allowed });
    }
  }
  const check = (path: readonly PropertyKey[], names: readonly string[] = []): void => {
    for (const [index, name] of names.entries()) {
      if (providersNamed(name, providers).length > 0) continue;
      mistakes.push({
        path: [...path, index],
        found: foundText(name),
        allowed: `a provider: ${aliases.join(', ')}, or a URL of one`,
      });
    }
  };
  for (const [name, { chain }] of Object.entries(policies)) check(['routing', 'policies', name, 'chain'], chain);
  for (const [name, limits] of Object.entries(tenants))
    check(['routing', 'tenants', name, 'providers'], limits.providers);
  for (const [name, limits] of Object.entries(tiers)) check(['routing', 'tiers', name, 'providers'], limits.providers);
  return mistakes;
}

/** One sentence for each name of a control that is nobody's: it does nothing now, and may be meant for later. */
export function warnOfUnknownProviders(
  providers: readonly Provider[],
  { blocklist, forced, cost, intents = {}, canary }: RouterSettings,
  priced: readonly string[],
): readonly string[] {
  const known = `known: ${providers.map(({ alias }) => alias).join(', ')}`;
  const warn = (what: string, names: readonly string[]): readonly string[] =>
    names
      .filter(name => providersNamed(name, providers).length === 0)
      .map(name => `The ${what} names ${foundText(name)}, which is no provider (${known}).`);
  return [
    ...warn('blocklist', blocklist),
    ...warn('forced provider', forced === undefined ? [] : [forced]),
    ...warn('price list', priced),
    ...warn('low-cost provider', cost?.lowCostProvider === undefined ? [] : [cost.lowCostProvider]),
    ...Object.entries(intents).flatMap(([intent, name]) => warn(`provider of the intent ${intent}`, [name])),
    ...warn('canary', canary ? [canary.provider] : []),
  ];
}
