import type { Router } from '@naru/router';

/** The default chain goes by this name at the gateway. */
export const AUTO = 'auto';
const DEFAULT_POLICY = 'default';

/** Model names that the gateway answers to, each with the routing policy behind it. */
export function gatewayModels(router: Pick<Router, 'policyNames'>): ReadonlyMap<string, string> {
  const named = router.policyNames.filter(name => name !== DEFAULT_POLICY && name !== AUTO);
  return new Map([[AUTO, DEFAULT_POLICY], ...named.map(name => [name, name] as const)]);
}
