import type { FailureKind } from '@naru/language-model';
import type { ContentFilterPolicy, FailureAction, RoutePolicy } from '../router-settings.ts';
import { PRESETS, type RoutableKind } from './presets.ts';

export type NextStep = 'retry-same' | 'try-next' | 'give-up';

export interface Failure {
  readonly kind: FailureKind;
  readonly status: number | undefined;
}

export interface FailedSituation {
  /** True once the caller has received content, and is not ready to drop it. */
  readonly committed: boolean;
  /** How often this provider has been asked again already. */
  readonly repeats: number;
  readonly isLastProvider: boolean;
  readonly intent: string | undefined;
}

/** What a failed attempt means. Decides, and does nothing: the course of the call acts on it. */
export function afterFailure(
  { kind, status }: Failure,
  { committed, repeats, isLastProvider, intent }: FailedSituation,
  policy: Pick<RoutePolicy, 'preset' | 'onFailure' | 'contentFilter'>,
): NextStep {
  // Two models' words must never meet in one answer.
  if (committed || kind === 'cancelled') return 'give-up';
  // Whoever has a larger window may try; who that is, the course of the call knows.
  if (kind === 'context_length') return 'try-next';
  if (kind === 'content_filter') return contentFilterPolicy(policy, intent) === 'one_other' ? 'try-next' : 'give-up';

  const preset = PRESETS[policy.preset];
  switch (actionFor(kind, status, policy)) {
    case 'next':
      return 'try-next';
    case 'fail':
      return 'give-up';
    case 'retry-then-next': {
      const mayRepeat = repeats < Math.max(1, preset.retries) && (!isLastProvider || preset.retriesOnLastProvider);
      return mayRepeat ? 'retry-same' : 'try-next';
    }
  }
}

/** What a provider's content filter means for this intent: never a blind reroute. */
export function contentFilterPolicy(
  { contentFilter }: Pick<RoutePolicy, 'contentFilter'>,
  intent: string | undefined,
): ContentFilterPolicy {
  if (!contentFilter) return 'refuse';
  const own = intent !== undefined && Object.hasOwn(contentFilter, intent) ? contentFilter[intent] : undefined;
  return own ?? (Object.hasOwn(contentFilter, 'default') ? contentFilter['default'] : undefined) ?? 'refuse';
}

function actionFor(
  kind: RoutableKind,
  status: number | undefined,
  { preset, onFailure }: Pick<RoutePolicy, 'preset' | 'onFailure'>,
): FailureAction {
  const { actions, byStatus } = PRESETS[preset];
  return onFailure?.[kind] ?? (status === undefined ? undefined : byStatus.get(status)) ?? actions[kind];
}
