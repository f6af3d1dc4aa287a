import type { TurnEvent, TurnObserver } from '@naru/chat';
import { Gauge, type Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';
import { ClosedHistogram } from './closed-histogram.ts';

const TURN_SECONDS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120];

type CacheName = 'session' | 'answer';
type CacheHits = Record<CacheName, { hit: number; miss: number }>;

/** What share of looks found something, since the start; nothing is said of a cache that nobody has looked into. */
function registerHitRatio(registry: Registry, hits: Readonly<CacheHits>): void {
  new Gauge({
    name: 'chat_cache_hit_ratio',
    help: 'Share of looks into a cache that found something, since the start.',
    labelNames: ['cache'],
    registers: [registry],
    collect() {
      for (const [cache, { hit, miss }] of Object.entries(hits)) {
        if (hit + miss > 0) this.set({ cache }, hit / (hit + miss));
      }
    },
  });
}

const GUARDS: ReadonlyMap<string, string> = new Map([
  ['GUARD_COST', 'cost'],
  ['GUARD_TIME', 'time'],
  ['GUARD_STEPS', 'steps'],
  ['GUARD_OUTPUT', 'output'],
]);

/** Counts turns by how they ended. Labels are assistants' names and closed sets, never a session or a person. */
export class TurnMetrics implements TurnObserver {
  readonly #turns: ClosedCounter<'assistant' | 'finish' | 'status'>;
  readonly #durations: ClosedHistogram<'assistant' | 'finish'>;
  readonly #firstWords: ClosedHistogram<'assistant'>;
  readonly #toolCalls: ClosedCounter<'assistant'>;
  readonly #lookups: ClosedCounter<'cache' | 'result'>;
  readonly #guards: ClosedCounter<'assistant' | 'guard' | 'rule'>;

  readonly #hits: CacheHits = { session: { hit: 0, miss: 0 }, answer: { hit: 0, miss: 0 } };

  constructor(registry: Registry) {
    this.#turns = new ClosedCounter({
      registry,
      name: 'chat_turns_total',
      help: 'Turns by assistant, finish state and status.',
      labels: ['assistant', 'finish', 'status'],
    });
    this.#durations = new ClosedHistogram({
      registry,
      name: 'chat_turn_seconds',
      help: 'Question received to turn ended.',
      labels: ['assistant', 'finish'],
      buckets: TURN_SECONDS,
    });
    this.#firstWords = new ClosedHistogram({
      registry,
      name: 'chat_turn_first_word_seconds',
      help: 'Question received to first word of the answer.',
      labels: ['assistant'],
      buckets: TURN_SECONDS,
    });
    this.#toolCalls = new ClosedCounter({
      registry,
      name: 'chat_turn_tool_calls_total',
      help: 'Tool calls of turns.',
      labels: ['assistant'],
    });
    this.#lookups = new ClosedCounter({
      registry,
      name: 'chat_cache_lookups_total',
      help: 'Looks into the session cache (session) and the answer cache (answer), by result.',
      labels: ['cache', 'result'],
    });
    registerHitRatio(registry, this.#hits);
    this.#guards = new ClosedCounter({
      registry,
      name: 'chat_guard_total',
      help: 'Answers that a guard ended; the rule is that of the output guard, none for the others.',
      labels: ['assistant', 'guard', 'rule'],
    });
  }

  on(event: TurnEvent): void {
    switch (event.type) {
      case 'turn-started':
      case 'tool-ended':
        return;
      case 'step':
        for (const _ of event.toolCalls) this.#toolCalls.add(event.assistant);
        return;
      case 'turn-ended':
        this.#turns.add(event.assistant, event.finish, event.result.status);
        this.#durations.observeMs(event.durationMs, event.assistant, event.finish);
        this.#countLookup('session', event.sessionCache);
        this.#countLookup('answer', event.answerCache);
        this.#countGuard(event);
        if (event.firstWordMs !== undefined) this.#firstWords.observeMs(event.firstWordMs, event.assistant);
    }
  }

  #countLookup(cache: CacheName, result: 'hit' | 'miss' | undefined): void {
    if (result === undefined) return;
    this.#lookups.add(cache, result);
    this.#hits[cache][result] += 1;
  }

  #countGuard({ assistant, result, blockedBy }: Extract<TurnEvent, { type: 'turn-ended' }>): void {
    const guard = result.error && GUARDS.get(result.error.code);
    if (guard !== undefined) this.#guards.add(assistant, guard, blockedBy ?? 'none');
  }
}
