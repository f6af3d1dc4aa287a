import type { TurnObserver } from '@naru/chat';
import type { Logger } from '@naru/kernel';
import type { RouterObserver } from '@naru/router';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ClosedLabels } from '../telemetry/closed-labels.ts';
import { tellAll } from '../telemetry/observers.ts';
import { RememberedDecisions } from '../telemetry/remembered-decisions.ts';
import { RouterMetrics } from '../telemetry/router-metrics.ts';
import { SteeringMetrics } from '../telemetry/steering-metrics.ts';
import { TurnMetrics } from '../telemetry/turn-metrics.ts';

export interface Telemetry {
  readonly registry: Registry;
  readonly routerMetrics: RouterMetrics;
  readonly labels: ClosedLabels;
  readonly decisions: RememberedDecisions;
  readonly routerObserver: RouterObserver;
  readonly turnObserver: TurnObserver;
}

/** Everything that listens to the router and to chat: metrics, and the memory behind the operator's panel. */
export function buildTelemetry(logger: Logger): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const routerMetrics = new RouterMetrics(registry);
  const labels = new ClosedLabels();
  const steeringMetrics = new SteeringMetrics(registry, labels);
  const decisions = new RememberedDecisions();
  return {
    registry,
    routerMetrics,
    labels,
    decisions,
    routerObserver: tellAll([routerMetrics, steeringMetrics, decisions.router], logger),
    turnObserver: tellAll([new TurnMetrics(registry), decisions.turns], logger),
  };
}
