import { timeOrderedId, type Clock, type Ids, type Random } from '@naru/kernel';
import { ModelError, type ModelCall } from '@naru/language-model';
import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import { missingOf, passedOver } from '../decision/explain.ts';
import { featuresOf, type Features } from '../decision/features.ts';
import { refusedByBudget } from '../decision/refused-by-budget.ts';
import type { Snapshot } from '../decision/snapshot.ts';
import { CallRefusedError } from '../errors.ts';
import type { ProviderHealth } from '../health/provider-health.ts';
import type { Bookkeeping } from '../money/bookkeeping.ts';
import type { BudgetGate, BudgetTicket } from '../money/budget-gate.ts';
import { dearestMicros } from '../money/price.ts';
import type { Override } from '../overrides/override.ts';
import { policyNamed, type Setup } from '../setup.ts';
import type { Steering } from '../steering/steering.ts';
import type { RouterEvent } from '../telemetry/router-event.ts';
import { Course } from './course.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { Route } from './route.ts';
import type { CourseStart } from './routed-stream.ts';

export interface CourseStarterDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly health: ProviderHealth;
  readonly retryBudget: RetryBudget;
  readonly steering: Steering;
  readonly books: Bookkeeping;
  /** As they are now. */
  readonly setup: () => Setup;
  readonly overrides: () => readonly Override[];
  readonly snapshotOf: (features: Features, isOverSoftCeiling: boolean) => Snapshot;
  readonly emit: (event: RouterEvent) => void;
}

/**
 * Begins calls: asks the budgets where there are any, decides, writes it down, and hands out the course of the call.
 *
 * @returns a function that throws `CallRefusedError`, at once or later, where nobody will be asked
 */
export function courseStarter(
  deps: CourseStarterDeps,
): (call: ModelCall, policy: string) => CourseStart | Promise<CourseStart> {
  const { clock, random, ids, health, retryBudget, steering, books, setup, overrides, emit } = deps;

  function tellDecision({ labels, settings: { mode } }: ModelCall, decision: Decision): void {
    const ofCall = { labels, mode, decisionId: decision.id };
    emit({ type: 'decided', ...ofCall, decision });
    for (const passed of passedOver(decision)) emit({ type: 'provider-skipped', ...ofCall, ...passed });
  }

  function courseOf(call: ModelCall, name: string): CourseStart | Promise<CourseStart> {
    if (call.signal.aborted) throw cancelled();
    policyNamed(setup().configuration, name);
    const features = featuresOf(call, name);
    health.turnArrived();
    return books.gate?.concerns(call.labels)
      ? paidCourseOf(call, features, books.gate)
      : { course: decidedCourse(call, features) };
  }

  /** Nobody is asked before the budgets have agreed. */
  async function paidCourseOf(call: ModelCall, features: Features, gate: BudgetGate): Promise<CourseStart> {
    const { chain } = policyNamed(setup().configuration, features.policy);
    const ticket = await gate.ask(call.labels, dearestMicros(features.needs, chain));
    if (ticket.kind === 'refused') {
      const decision = refusedByBudget(timeOrderedId(clock.now(), ids), clock.now());
      books.decided(decision, features, deps.snapshotOf(features, true), call.labels, overrides());
      tellDecision(call, decision);
      throw new CallRefusedError({ code: 'budget_exceeded', budget: ticket.budget });
    }
    try {
      if (call.signal.aborted) throw cancelled();
      return { course: decidedCourse(call, features, ticket), onEnd: () => ticket.release() };
    } catch (error) {
      ticket.release();
      throw error;
    }
  }

  function decidedCourse(call: ModelCall, features: Features, ticket?: BudgetTicket): Course {
    const { configuration, entries } = setup();
    const policy = policyNamed(configuration, features.policy);
    const snapshot = deps.snapshotOf(features, ticket?.isOverSoftCeiling ?? false);
    const decision = decide(features, snapshot, timeOrderedId(clock.now(), ids));
    books.decided(decision, features, snapshot, call.labels, overrides());
    tellDecision(call, decision);
    if (decision.chain.length === 0) {
      throw new CallRefusedError({ code: 'no_capable_provider', missing: missingOf(decision) });
    }
    const chain = decision.chain.map(alias => entries.get(alias)).filter(entry => entry !== undefined);
    const { contextTokens, answerTokens = 0 } = features.needs;
    const route: Route = { call, decision, policy, chain, inputTokens: contextTokens - answerTokens };
    const healthSettings = configuration.health;
    const emitOfCall = (event: RouterEvent): void => {
      if (event.type === 'attempt-started') books.attemptStarted();
      if (event.type === 'attempt-ended') {
        books.attemptEnded(event);
        ticket?.charge(event.costMicros ?? 0);
        steering.attemptEnded(event, decision, snapshot.configuration);
      }
      emit(event);
    };
    return new Course(route, { clock, random, ids, health, healthSettings, retryBudget, emit: emitOfCall });
  }

  return courseOf;
}

function cancelled(): ModelError {
  return new ModelError('router', 'cancelled', { dispatched: false });
}
