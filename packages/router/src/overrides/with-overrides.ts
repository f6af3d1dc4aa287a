import type { RoutingConfiguration } from '../decision/configuration.ts';
import { aliasesNamed, namedProvider, type ConfiguredCanary, type Controls } from '../decision/controls.ts';
import type { Provider } from '../providers/provider.ts';
import { NONE, type ActiveOverride } from './override.ts';

/** The configuration as operators have changed it for now. Pure; the very configuration where they have not. */
export function withOverrides(
  configuration: RoutingConfiguration,
  overrides: readonly ActiveOverride[],
): RoutingConfiguration {
  if (overrides.length === 0) return configuration;
  const { providers } = configuration;
  const base = shadowed(configuration.controls, overrides);
  return {
    ...configuration,
    controls: overrides.reduce((controls, override) => apply(controls, override, providers), base),
  };
}

/** A block of `none` takes the settings' list away, and not what operators block besides. */
function shadowed(controls: Controls, overrides: readonly ActiveOverride[]): Controls {
  const isShadowed = overrides.some(({ act }) => act.kind === 'block' && act.provider === NONE);
  return isShadowed ? { ...controls, blocked: new Set() } : controls;
}

function apply(controls: Controls, { id, act }: ActiveOverride, providers: readonly Provider[]): Controls {
  switch (act.kind) {
    case 'force': {
      const { forced: _forced, ...others } = controls;
      return act.provider === NONE ? others : { ...others, forced: namedProvider(act.provider, providers) };
    }
    case 'block': {
      if (act.provider === NONE) return controls;
      return { ...controls, blocked: controls.blocked.union(aliasesNamed([act.provider], providers)) };
    }
    case 'drain':
      return { ...controls, drained: controls.drained.union(aliasesNamed([act.provider], providers)) };
    case 'cost_steering':
      return { ...controls, costSteering: act.enabled ? 'always' : 'never' };
    case 'canary':
      return { ...controls, canary: { ...canaryOf(controls.canary, act, providers), id } };
    case 'intent': {
      const intents = new Map(controls.intents);
      const intent = act.intent.toUpperCase();
      if (act.provider === NONE) intents.delete(intent);
      else intents.set(intent, namedProvider(act.provider, providers));
      return { ...controls, intents };
    }
  }
}

function canaryOf(
  canary: ConfiguredCanary | undefined,
  { provider, enabled = true, share }: Extract<ActiveOverride['act'], { kind: 'canary' }>,
  providers: readonly Provider[],
): Omit<ConfiguredCanary, 'id'> {
  const isOff = provider === NONE || !enabled;
  return {
    provider: provider === undefined || isOff ? (canary?.provider ?? 'unknown') : namedProvider(provider, providers),
    enabled: !isOff,
    share: share ?? canary?.share ?? 0,
    highRiskIntents: canary?.highRiskIntents ?? new Set(),
  };
}
