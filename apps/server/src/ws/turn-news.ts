import type { TurnEvent, TurnObserver } from '@naru/chat';

type Listener = (streamId: string) => void;

/**
 * Tells who watches a conversation that an answer has begun in it, whoever asked and by whatever carrier. Hears of
 * this process alone.
 */
export class TurnNews implements TurnObserver {
  readonly #listeners = new Map<string, Set<Listener>>();

  on(event: TurnEvent): void {
    if (event.type !== 'turn-started') return;
    // The engine names a turn's stream after the turn.
    for (const listener of this.#listeners.get(event.sessionId) ?? []) listener(event.turnId);
  }

  watch(sessionId: string, listener: Listener): Disposable {
    const listeners = this.#listeners.get(sessionId) ?? new Set();
    this.#listeners.set(sessionId, listeners.add(listener));
    return {
      [Symbol.dispose]: () => {
        listeners.delete(listener);
        if (listeners.size === 0 && this.#listeners.get(sessionId) === listeners) this.#listeners.delete(sessionId);
      },
    };
  }
}
