import type { TurnEvent, TurnObserver } from '@naru/chat';
import type { Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';
import { ClosedHistogram } from './closed-histogram.ts';

const TURN_SECONDS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120];

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
  readonly #guards: ClosedCounter<'assistant' | 'guard' | 'rule'>;

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
        return;
      case 'step':
        for (const _ of event.toolCalls) this.#toolCalls.add(event.assistant);
        return;
      case 'turn-ended':
        this.#turns.add(event.assistant, event.finish, event.result.status);
        this.#durations.observeMs(event.durationMs, event.assistant, event.finish);
        this.#countGuard(event);
        if (event.firstWordMs !== undefined) this.#firstWords.observeMs(event.firstWordMs, event.assistant);
    }
  }

  #countGuard({ assistant, result, blockedBy }: Extract<TurnEvent, { type: 'turn-ended' }>): void {
    const guard = result.error && GUARDS.get(result.error.code);
    if (guard !== undefined) this.#guards.add(assistant, guard, blockedBy ?? 'none');
  }
}
