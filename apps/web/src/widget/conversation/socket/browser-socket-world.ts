import { SOCKET_PROTOCOL } from '@naru/api-contract';
import type { SocketLike, SocketWorld } from './socket-world.ts';

/** @param ready resolves when the visitor has a cookie to be known by */
export function browserSocketWorld(window: Window, ready: () => Promise<unknown>): SocketWorld {
  const { location, document } = window;
  return {
    connect: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`, SOCKET_PROTOCOL) as SocketLike,
    later: (ms, callback) => {
      const timer = window.setTimeout(callback, ms);
      return () => window.clearTimeout(timer);
    },
    nowMs: () => performance.now(),
    random: () => Math.random(),
    onWake: callback => {
      window.addEventListener('online', callback);
      document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && callback());
    },
    ready,
  };
}
