import type { DiagnosticsEvent, DiagnosticsObserver } from '@naru/chat';
import type { Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';

/** Counts who looked into conversations and reset them, by how it ended. */
export class SessionMetrics implements DiagnosticsObserver {
  readonly #states: ClosedCounter<'result' | 'has_unresolved'>;
  readonly #resets: ClosedCounter<'result' | 'had_unresolved'>;

  constructor(registry: Registry) {
    this.#states = new ClosedCounter({
      registry,
      name: 'chat_session_state_requests_total',
      help: 'Looks into the state of conversations, by result.',
      labels: ['result', 'has_unresolved'],
    });
    this.#resets = new ClosedCounter({
      registry,
      name: 'chat_session_reset_requests_total',
      help: 'Resets of conversations, by result.',
      labels: ['result', 'had_unresolved'],
    });
  }

  on(event: DiagnosticsEvent): void {
    if (event.type === 'session-state-read') this.#states.add(event.result, String(event.hasUnresolved));
    else this.#resets.add(event.result, String(event.hadUnresolved));
  }
}
