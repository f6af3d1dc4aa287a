import type { ProviderLimits, RoutePolicy, RouterSettings } from '@naru/router';
import type { FileConfig } from './file-schema.ts';
import type { FileLimits, FilePolicy } from './routing-schema.ts';
import { isOn } from './switch.ts';
import { toSteering } from './to-steering.ts';

/** One policy for each workload of R-FO-1; the file changes and adds. */
const USUAL_POLICIES: ReadonlyMap<string, RoutePolicy> = new Map([
  ['default', { preset: 'gateway' }],
  ['support', { preset: 'gateway' }],
  ['booking', { preset: 'bedrock' }],
  ['report', { preset: 'direct' }],
]);

export function toRouting({ routing }: FileConfig): RouterSettings {
  const policies = new Map(USUAL_POLICIES);
  for (const [name, policy] of Object.entries(routing.policies)) {
    policies.set(name, toPolicy(policy, policies.get(name) ?? { preset: 'gateway' }));
  }
  const forced = routing.force_provider?.trim();
  return {
    policies: Object.fromEntries(policies),
    tenants: limitsByName(routing.tenants),
    tiers: limitsByName(routing.tiers),
    blocklist: routing.blocklist,
    cooldownMs: routing.cooldown_sec * 1_000,
    ...(forced && { forced }),
    ...toSteering(routing),
  };
}

function toPolicy(
  { chain, preset, on_failure, content_filter, recovery }: FilePolicy,
  usual: RoutePolicy,
): RoutePolicy {
  return {
    preset: preset ?? usual.preset,
    ...(chain && { chain }),
    // The partial record gives a key for each kind that was set, and no others.
    ...(on_failure && { onFailure: on_failure as NonNullable<RoutePolicy['onFailure']> }),
    ...(content_filter && { contentFilter: content_filter }),
    ...(recovery && { recovery }),
  };
}

function limitsByName(limits: Readonly<Record<string, FileLimits>>): Readonly<Record<string, ProviderLimits>> {
  return Object.fromEntries(
    Object.entries(limits).map(([name, { providers, regions, no_retention }]) => [
      name,
      {
        ...(providers && { providers }),
        ...(regions && { regions }),
        ...(no_retention !== undefined && { noRetention: isOn(no_retention) }),
      },
    ]),
  );
}
