import { createEventPipeline, IncidentDesk } from '@naru/events';
import {
  MemoryEventQueue,
  MemoryEventStore,
  MemoryIncidentStore,
  MemoryNotifier,
  MemorySpillFile,
} from '@naru/events/memory';
import { seededRandom, type Random } from '@naru/kernel';
import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import { collectStream, ModelError, type LanguageModel } from '@naru/language-model';
import { aModelCall, finish } from '@naru/language-model/testing';
import type { RouterEvent } from '@naru/router';
import { aRouter } from '@naru/router/testing';
import { EventTeller } from '@naru/server/event-teller';

const START_MS = 1_763_640_000_000;
const ANSWER_MS = 800;

/** How a provider does at the moment. */
export type Condition =
  | { readonly kind: 'well' }
  | { readonly kind: 'fails'; readonly share: number }
  /** Nothing comes at all, until the caller gives up. */
  | { readonly kind: 'hangs' };

export const WELL: Condition = { kind: 'well' };

/** The real router, teller, pipeline and desk on one simulated clock, asked by customers. */
export function simulatedOutage({ perSecond, seed = 1 }: { readonly perSecond: number; readonly seed?: number }) {
  const clock = new FakeClock(START_MS);
  const random = seededRandom(seed);
  const ids = sequentialIds();
  const logger = recordingLogger();
  const notifier = new MemoryNotifier();
  const store = new MemoryEventStore();
  const desk = new IncidentDesk({ store: new MemoryIncidentStore(), notifiers: [notifier], clock, ids, logger });
  const pipeline = createEventPipeline({
    queue: new MemoryEventQueue({ clock }),
    sink: store,
    spill: new MemorySpillFile(),
    deadLetters: new MemorySpillFile(),
    clock,
    random,
    ids,
    logger,
    instance: 'simulated',
    version: '0.1.0',
    onPersisted: persisted => desk.hear(persisted),
  });
  pipeline.start();
  desk.start();
  const conditions = { primary: WELL, fallback: WELL };
  const health: string[] = [];
  let requests = 0;

  const teller = new EventTeller({ events: pipeline, clock, ids });
  const { router } = aRouter({
    models: {
      primary: aModel('primary', () => conditions.primary, clock, random),
      fallback_1: aModel('fallback_1', () => conditions.fallback, clock, random),
    },
    clock,
    settings: { breaker: {} },
    deps: {
      random,
      ids,
      observer: {
        on(event: RouterEvent) {
          teller.router.on(event);
          if (event.type === 'health-changed')
            health.push(`${(clock.monotonicMs() / 1_000).toFixed(1)} ${event.provider} ${event.from}>${event.to}`);
        },
      },
    },
  });

  async function turn(): Promise<void> {
    requests += 1;
    // Spread as the ids of real requests are.
    const requestId = `request-${Math.floor(random() * 2 ** 40).toString(36)}-${requests}`;
    const labels = { requestId, traceId: requestId };
    const beganAtMs = clock.now();
    const stream = router.languageModel('default').stream(aModelCall({ labels }));
    const status = await collectStream(stream).then(
      () => 200,
      () => 502,
    );
    const durationMs = clock.now() - beganAtMs;
    const route = '/v1/chat/completions';
    teller.onAnswered(
      { requestId, traceId: requestId, method: 'POST', route, status, isWhole: true, durationMs },
      'public',
    );
  }

  /** Customers come at their rate for so long. */
  async function pass(ms: number): Promise<void> {
    const everyMs = 1_000 / perSecond;
    for (let leftMs = ms; leftMs > 0; leftMs -= everyMs) {
      void turn();
      await clock.advance(Math.min(everyMs, leftMs));
    }
  }

  return { clock, router, desk, notifier, store, conditions, health, pass };
}

function aModel(id: string, condition: () => Condition, clock: FakeClock, random: Random): LanguageModel {
  return {
    id,
    async *stream({ signal }) {
      const now = condition();
      try {
        if (now.kind === 'hangs') await clock.sleep(3_600_000, signal);
        if (now.kind === 'fails' && random() < now.share) throw new ModelError(id, 'server', { status: 503 });
        await clock.sleep(ANSWER_MS, signal);
      } catch (error) {
        if (error instanceof ModelError) throw error;
        throw new ModelError(id, 'cancelled');
      }
      yield [{ type: 'text-delta', text: '네' }, finish];
    },
  };
}
