import type { Router } from '@naru/router';

/** The default chain goes by this name at the gateway. */
export const AUTO = 'auto';
const DEFAULT_POLICY = 'default';

/** Model names that the gateway answers to. */
export function gatewayModels({ policyNames }: Pick<Router, 'policyNames'>): readonly string[] {
  return [AUTO, ...policyNames.filter(name => name !== DEFAULT_POLICY && name !== AUTO)];
}

/** The routing policy behind a model name, known or not: the router refuses what it does not know. */
export function policyOf(model: string): string | undefined {
  if (model === AUTO) return DEFAULT_POLICY;
  return model === DEFAULT_POLICY ? undefined : model;
}
