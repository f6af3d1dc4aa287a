import type { SharedState } from '../ports/shared-state.ts';

export type SharedStateMode = 'up' | 'down' | 'silent';

/** A shared state that a test takes away: `down` rejects at once, `silent` never answers. Nothing is told meanwhile. */
export function unreliableState(inner: SharedState): {
  readonly state: SharedState;
  setMode(mode: SharedStateMode): void;
} {
  let mode: SharedStateMode = 'up';
  const through = <Value>(run: () => Promise<Value>): Promise<Value> => {
    if (mode === 'down') return Promise.reject(new Error('connection refused'));
    return mode === 'silent' ? new Promise(() => {}) : run();
  };
  return {
    setMode(next) {
      mode = next;
    },
    state: {
      put: (entry, ttlMs) => through(() => inner.put(entry, ttlMs)),
      remove: entry => through(() => inner.remove(entry)),
      entries: topic => through(() => inner.entries(topic)),
      acquire: (lease, holder, ttlMs) => through(() => inner.acquire(lease, holder, ttlMs)),
      release: (lease, holder) => through(() => inner.release(lease, holder)),
      listen(listener) {
        if (mode === 'down') throw new Error('connection refused');
        return inner.listen(change => {
          if (mode === 'up') listener(change);
        });
      },
    },
  };
}
