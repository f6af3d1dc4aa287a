import { randomId } from '../conversation/conversation-id.ts';
import type { Surroundings } from '../conversation/conversation.ts';

/** The browser's network state, timers and chance, for a conversation. */
export function browserSurroundings(window: Window): Surroundings {
  return {
    isOnline: () => window.navigator.onLine,
    untilOnline: signal =>
      settleOnce(signal, resolve => {
        window.addEventListener('online', resolve, { once: true, signal });
        if (window.navigator.onLine) resolve();
      }),
    pause: (ms, signal) =>
      settleOnce(signal, resolve => {
        const timer = window.setTimeout(resolve, ms);
        signal.addEventListener('abort', () => window.clearTimeout(timer), { once: true });
      }),
    random: () => Math.random(),
    newId: randomId,
  };
}

function settleOnce(signal: AbortSignal, begin: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    begin(resolve);
  });
}
