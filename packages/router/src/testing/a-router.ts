import { seededRandom } from '@naru/kernel';
import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import type { LanguageModel } from '@naru/language-model';
import { createRouter } from '../create-router.ts';
import type { RouterDeps } from '../router.ts';
import type { RouterSettings } from '../router-settings.ts';
import { aProvider, type ProviderOverrides } from './a-provider.ts';
import { recordingObserver } from './recording-observer.ts';
import { routerSettings } from './router-settings.ts';

export interface RouterSetup {
  /** By alias, in the order of the chain. */
  readonly models: Readonly<Record<string, LanguageModel>>;
  /** By alias. */
  readonly providers?: Readonly<Record<string, ProviderOverrides>>;
  readonly settings?: Partial<RouterSettings>;
  readonly clock?: FakeClock;
  readonly deps?: Partial<RouterDeps>;
}

/** A router over scripted models, with everything that a test may want to look at. */
export function aRouter({ models, providers = {}, settings = {}, clock = new FakeClock(), deps = {} }: RouterSetup) {
  const observer = recordingObserver();
  const logger = recordingLogger();
  const entries = Object.entries(models).map(([alias, languageModel]) => ({
    provider: aProvider({ ...providers[alias], alias }),
    languageModel,
  }));
  const router = createRouter({
    providers: entries,
    settings: routerSettings(settings),
    clock,
    random: seededRandom(1),
    ids: sequentialIds(),
    observer,
    logger,
    ...deps,
  });
  return { router, clock, observer, logger, entries };
}
