import { courseStarter } from './attempt/course-starter.ts';
import { RetryBudget } from './attempt/retry-budget.ts';
import { RoutedStream } from './attempt/routed-stream.ts';
import { decide } from './decision/decide.ts';
import { featuresOfQuestion } from './decision/explain.ts';
import type { Features } from './decision/features.ts';
import type { Snapshot } from './decision/snapshot.ts';
import { watchHealth } from './health/watch-health.ts';
import { Bookkeeping } from './money/bookkeeping.ts';
import { BudgetsAlone } from './money/budgets-alone.ts';
import { OverrideBook } from './overrides/override-book.ts';
import type { BudgetStore } from './ports/budget-store.ts';
import type { SharedState } from './ports/shared-state.ts';
import type { Router, RouterDeps } from './router.ts';
import { policyNamed, setUp } from './setup.ts';
import { GuardedState } from './shared/guarded-state.ts';
import { SharedOverrides } from './shared/shared-overrides.ts';
import { SteeringKeeper } from './steering/steering-keeper.ts';
import { Steering } from './steering/steering.ts';
import { carefulEmitter } from './telemetry/careful-emitter.ts';
import type { RouterEvent } from './telemetry/router-event.ts';

/** @throws {RangeError} when providers or settings make no sense; says what was found and what is allowed */
export function createRouter({ clock, random, ids, observer, logger, sharedState, ...start }: RouterDeps): Router {
  const emit = carefulEmitter(observer, logger);
  let setup = setUp(start.providers, start.settings);
  const { health, dispose } = watchHealth({
    clock,
    random,
    ids,
    logger,
    emit(event) {
      if (event.type === 'probe-ended') books.probeEnded(event);
      emit(event);
    },
    sharedState,
    settings: () => setup.configuration.health,
    entryOf: alias => setup.entries.get(alias),
  });
  health.configure(setup.configuration.providers);

  const overrides = new OverrideBook({
    store: start.overrideStore,
    clock,
    ids,
    logger,
    emit(event) {
      sharedOverrides?.changed(event);
      emit(event);
    },
  });
  const sharedOverrides = sharedState && shareOverrides(overrides, sharedState, { clock, ids, logger, emit });
  const steering = new Steering({
    clock,
    configuration: setup.configuration,
    overrides: () => overrides.active,
    onCanaryAborted(event, key) {
      keeper?.canaryEnded(key, event.reason);
      emit(event);
    },
  });
  const keeper = start.steeringStore && new SteeringKeeper({ store: start.steeringStore, clock, logger });
  const books = new Bookkeeping({
    ledger: start.ledger,
    budgets: start.sharedBudgets ? aloneIfNeedBe(start.sharedBudgets, { clock, logger, emit }) : start.budgets,
    instance: start.instance ?? 'naru',
    clock,
    ids,
    logger,
  });
  books.configure(setup.configuration.providers, start.settings);

  function snapshotOf(features: Features, isOverSoftCeiling: boolean): Snapshot {
    const { providers, health: settings } = setup.configuration;
    return steering.snapshot(features, health.signalsOf(providers, settings), isOverSoftCeiling);
  }

  const courseOf = courseStarter({
    clock,
    random,
    ids,
    health,
    retryBudget: new RetryBudget(clock),
    steering,
    books,
    setup: () => setup,
    overrides: () => overrides.active,
    snapshotOf,
    emit,
  });

  function disposeAll(): void {
    dispose();
    sharedOverrides?.dispose();
    overrides.close();
  }

  return {
    languageModel: name => ({
      id: name,
      stream: call => ({ [Symbol.asyncIterator]: () => new RoutedStream(() => courseOf(call, name)) }),
    }),
    explain(question) {
      policyNamed(setup.configuration, question.policy);
      const features = featuresOfQuestion(question);
      const payer = { tenant: question.tenant, assistant: question.policy };
      const isOverSoftCeiling = books.gate?.isKnownOverSoftCeiling(payer) ?? false;
      return decide(features, snapshotOf(features, isOverSoftCeiling), ids.newId());
    },
    get providers() {
      return setup.configuration.providers;
    },
    get policyNames() {
      return [...setup.configuration.policies.keys()];
    },
    reconfigure(providers, settings) {
      setup = setUp(providers, settings);
      health.configure(setup.configuration.providers);
      steering.configure(setup.configuration);
      books.configure(setup.configuration.providers, settings);
    },
    overrides: {
      list: () => overrides.active,
      put(request, author) {
        const { providers, controls } = setup.configuration;
        return overrides.put(request, author, providers, controls.canary !== undefined);
      },
      end: (id, author) => overrides.end(id, author),
      adopt: override => overrides.adopt(override),
      forget: id => overrides.forget(id),
    },
    observeQuality(signal) {
      if (steering.quality.observe(signal)) keeper?.observed(signal);
    },
    async standing() {
      const { controls } = steering.inForce;
      return {
        controls,
        quality: steering.quality.list(),
        ...(controls.canary && { canary: steering.canaryTrial }),
        budgets: (await books.gate?.report()) ?? [],
        ledger: books.backlog,
      };
    },
    async open() {
      await overrides.restore();
      await sharedOverrides?.restored(overrides.active);
      await keeper?.restoreOnce(setup.configuration.preferences.quality.decayDays, kept => steering.restore(kept));
      return books.open();
    },
    async close() {
      disposeAll();
      await overrides.saved;
      await keeper?.close();
      return books.close();
    },
    healthHash: () => health.stateHash(),
    dispose: disposeAll,
    [Symbol.dispose]: disposeAll,
  };
}

function aloneIfNeedBe(
  shared: BudgetStore,
  { clock, logger, emit }: Pick<RouterDeps, 'clock' | 'logger'> & { emit: (event: RouterEvent) => void },
): BudgetStore {
  const onFailure = (): void => emit({ type: 'shared-state-failed', operation: 'budget' });
  return new BudgetsAlone({ shared, clock, logger, onFailure });
}

function shareOverrides(
  book: OverrideBook,
  state: SharedState,
  { clock, ids, logger, emit }: Pick<RouterDeps, 'clock' | 'ids' | 'logger'> & { emit: (event: RouterEvent) => void },
): SharedOverrides {
  const onFailure = (operation: string): void => emit({ type: 'shared-state-failed', operation });
  const guarded = new GuardedState({ state, clock, logger, onFailure });
  return new SharedOverrides({ state: guarded, instanceId: ids.newId(), book, now: () => clock.now() });
}
