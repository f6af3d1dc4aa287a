import type { EventKind, WideEvent } from '../event/wide-event.ts';
import type { Grouping } from './fingerprint.ts';
import type { Severity } from './incident.ts';
import { wasLeft, type ProviderDownThreshold } from './provider-standing.ts';

/** Which events a rule looks at, and which of them speak for an incident. */
export interface EventMatch {
  readonly kinds?: readonly EventKind[] | undefined;
  readonly routes?: readonly string[] | undefined;
  /** Only work of providers. */
  readonly hasProvider?: boolean | undefined;
  readonly hasError?: boolean | undefined;
  readonly errorClasses?: readonly string[] | undefined;
  readonly errorCodes?: readonly string[] | undefined;
  readonly failedOver?: boolean | undefined;
  readonly exhausted?: boolean | undefined;
  readonly slowerThanMs?: number | undefined;
  /** The request wanted the provider of the group and got another one, or none. */
  readonly leftProvider?: boolean | undefined;
}

/** When the counts of a window are an incident. A window counts units of work, not stored events. */
export type Threshold =
  | { readonly kind: 'count'; readonly atLeast: number; readonly windowMs: number }
  | { readonly kind: 'ratio'; readonly atLeast: number; readonly minimum: number; readonly windowMs: number }
  /** The share of failures against what the objective allows, in a short and a long window at once. */
  | {
      readonly kind: 'burn-rate';
      readonly objective: number;
      readonly times: number;
      readonly shortMs: number;
      readonly longMs: number;
      readonly minimum: number;
    }
  /** The mean, or the rate per minute, of a value now against that of the hour before. */
  | {
      readonly kind: 'rise';
      readonly of: 'duration' | 'cost';
      readonly times: number;
      /** Below it a rise is none, whatever it rose from: milliseconds, or micro-units a minute. */
      readonly atLeast: number;
      readonly minimum: number;
      readonly windowMs: number;
      readonly beforeMs: number;
    }
  | ProviderDownThreshold
  /** Nothing at all has come for so long: the pipeline itself may be dead. */
  | { readonly kind: 'absence'; readonly afterMs: number };

export interface IncidentRule {
  readonly name: string;
  readonly severity: Severity;
  /** What is counted as traffic. */
  readonly scope: EventMatch;
  /** What is counted against it. */
  readonly match: EventMatch;
  readonly groupBy: Grouping;
  readonly threshold: Threshold;
  /** In Korean: what is wrong, and what it probably comes from. */
  readonly title: string;
  readonly likelyCause: string;
  readonly runbook: string;
  /** Rules whose incidents of the same provider are explained by this one. */
  readonly inhibits?: readonly string[] | undefined;
}

export function matchesEvent(event: WideEvent, match: EventMatch): boolean {
  const {
    kinds,
    routes,
    hasProvider,
    hasError,
    errorClasses,
    errorCodes,
    failedOver,
    exhausted,
    slowerThanMs,
    leftProvider,
  } = match;
  return (
    (kinds === undefined || kinds.includes(event.kind)) &&
    (routes === undefined || routes.includes(event.route)) &&
    (hasProvider === undefined || (event.provider !== undefined) === hasProvider) &&
    (hasError === undefined || (event.error !== undefined) === hasError) &&
    (errorClasses === undefined || (event.error !== undefined && errorClasses.includes(event.error.class))) &&
    (errorCodes === undefined || (event.error !== undefined && errorCodes.includes(event.error.code))) &&
    (failedOver === undefined || (event.decision?.failedOver ?? false) === failedOver) &&
    (exhausted === undefined || (event.decision?.exhausted ?? false) === exhausted) &&
    (slowerThanMs === undefined || event.durationMs > slowerThanMs) &&
    (leftProvider === undefined || wasLeft(event, event.provider) === leftProvider)
  );
}
