import type { ChatTransport } from 'ai';
import type { ChatMessage } from './chat-message.ts';
import { EitherTransport } from './either-transport.ts';
import { browserSocketWorld } from './socket/browser-socket-world.ts';
import { createSseTransport } from './sse-transport.ts';
import { WebSocketTransport } from './websocket-transport.ts';

/**
 * The page's way to the server: WebSocket, and server-sent events where that is blocked.
 *
 * @param ready resolves when the visitor has a cookie to be known by
 */
export function createEitherTransport(
  window: Window,
  fetch: typeof globalThis.fetch,
  ready: () => Promise<unknown>,
): ChatTransport<ChatMessage> {
  const world = browserSocketWorld(window, ready);
  return new EitherTransport<ChatMessage>({
    socket: new WebSocketTransport<ChatMessage>({
      world,
      accepts: ['reset-step'],
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    sse: createSseTransport(fetch),
    nowMs: world.nowMs,
    later: world.later,
  });
}
