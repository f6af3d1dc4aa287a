import type { SocketFrame } from '@naru/api-contract';
import { afterClose } from './after-close.ts';
import type { Reply, SocketLinkDeps } from './socket-link-deps.ts';
import type { SocketLike } from './socket-world.ts';

/** The way of WebSocket is closed, at least for now; another carrier may be open. */
export class SocketBlockedError extends Error {
  override readonly name = 'SocketBlockedError';
}

interface Command {
  readonly text: string;
  /** Called before any frame that comes after the reply. */
  readonly onReply: (reply: Reply) => void;
  readonly onBlocked: () => void;
}

type LinkState =
  | { readonly name: 'resting' }
  | { readonly name: 'connecting'; readonly socket: SocketLike | undefined; readonly giveUp: () => void }
  | { readonly name: 'open'; readonly socket: SocketLike; readonly sinceMs: number }
  | { readonly name: 'waiting'; readonly stopWaiting: () => void };

const OPEN_WITHIN_MS = 4_000;
const HEALTHY_AFTER_MS = 60_000;
/** Longer than two heartbeats of the server. */
const SILENCE_MS = 55_000;
/** Before a page that wakes up believes in a connection again. */
const DOZED_MS = 30_000;
const RESTING: LinkState = { name: 'resting' };
const ABNORMAL = 1006;

/**
 * One connection of `naru.v1` at a time, made when needed and made again while something is read. Commands that had no
 * answer when it broke are sent again: the server takes each once.
 */
export class SocketLink {
  readonly #deps: SocketLinkDeps;
  readonly #commands = new Map<string, Command>();
  #state: LinkState = RESTING;
  #failures = 0;
  #sent = 0;
  #heardMs = 0;
  #plannedMs: number | undefined;
  #stopListening: () => void = () => {};

  constructor(deps: SocketLinkDeps) {
    this.#deps = deps;
    deps.world.onWake(() => this.#wake());
  }

  /** Sends a command, now or once a connection stands. */
  command(t: string, p: object, onReply: (reply: Reply) => void, onBlocked: () => void): void {
    const id = `c${(this.#sent += 1)}`;
    const text = JSON.stringify({ v: 1, t, id, p });
    this.#commands.set(id, { text, onReply, onBlocked });
    if (this.#state.name === 'open') this.#state.socket.send(text);
    else if (this.#state.name === 'resting') this.#connect();
  }

  /** Sends what needs no answer, where a connection stands. */
  tell(t: string, p: object): void {
    if (this.#state.name === 'open') this.#state.socket.send(JSON.stringify({ v: 1, t, p }));
  }

  #connect(): void {
    const { world, hello } = this.#deps;
    const stop = world.later(OPEN_WITHIN_MS, () => this.#closed(ABNORMAL));
    this.#state = { name: 'connecting', socket: undefined, giveUp: stop };
    const connecting = this.#state;
    void world.ready().then(() => {
      if (this.#state !== connecting) return;
      const socket = this.#socket();
      if (!socket) return this.#closed(ABNORMAL);
      this.#state = { ...connecting, socket };
      socket.onopen = () => socket.send(JSON.stringify({ v: 1, t: 'hello', p: hello }));
      socket.onmessage = ({ data }) => this.#current() === socket && this.#take(data, socket);
      socket.onclose = ({ code }) => this.#current() === socket && this.#closed(code);
      // What follows is a close, which says as much as may be known.
      socket.onerror = () => {};
    });
  }

  #socket(): SocketLike | undefined {
    try {
      return this.#deps.world.connect();
    } catch {
      return undefined;
    }
  }

  #current(): SocketLike | undefined {
    return 'socket' in this.#state ? this.#state.socket : undefined;
  }

  #take(data: unknown, socket: SocketLike): void {
    const frame = JSON.parse(String(data)) as SocketFrame;
    this.#heardMs = this.#deps.world.nowMs();
    switch (frame.t) {
      case 'welcome':
        return this.#opened(socket);
      case 'chunk':
        return this.#deps.onChunk(frame);
      case 'ping':
        return this.tell('pong', frame.p);
      case 'bye':
        this.#plannedMs = frame.p.reconnectInMs;
        return;
      case 'ack':
      case 'snapshot':
      case 'error': {
        const command = this.#commands.get(frame.replyTo ?? '');
        this.#commands.delete(frame.replyTo ?? '');
        if (command) command.onReply(frame);
        else if (frame.t === 'error') this.#deps.onStreamError(frame);
      }
    }
  }

  #opened(socket: SocketLike): void {
    const { world, onReconnected } = this.#deps;
    if (this.#state.name === 'connecting') this.#state.giveUp();
    this.#state = { name: 'open', socket, sinceMs: world.nowMs() };
    this.#listen();
    const unanswered = [...this.#commands.values()];
    onReconnected();
    for (const { text } of unanswered) socket.send(text);
  }

  /** Sees to it that a connection that went silent counts as lost. */
  #listen(): void {
    this.#stopListening();
    this.#stopListening = this.#deps.world.later(SILENCE_MS, () => {
      if (this.#silenceMs() >= SILENCE_MS) this.#closed(ABNORMAL);
      else this.#listen();
    });
  }

  #silenceMs(): number {
    return this.#deps.world.nowMs() - this.#heardMs;
  }

  #closed(code: number): void {
    const { world, isNeeded } = this.#deps;
    const state = this.#state;
    const everOpened = state.name === 'open';
    if (everOpened && world.nowMs() - state.sinceMs >= HEALTHY_AFTER_MS) this.#failures = 0;
    this.#abandon();
    const plannedMs = this.#plannedMs;
    this.#plannedMs = undefined;
    if (!isNeeded() && this.#commands.size === 0) return;

    // One that never stood: who asks learns it at once, while another carrier can still answer in time.
    const isFirst = !everOpened && !isNeeded();
    const next = afterClose(code, this.#failures, plannedMs, world.random());
    this.#failures += 1;
    if (isFirst || next.kind === 'give-up') return this.#lost();
    const stopWaiting = world.later(next.afterMs, () => this.#connect());
    this.#state = { name: 'waiting', stopWaiting };
  }

  #abandon(): void {
    const socket = this.#current();
    if (this.#state.name === 'connecting') this.#state.giveUp();
    this.#state = RESTING;
    this.#stopListening();
    socket?.close();
  }

  #lost(): void {
    this.#failures = 0;
    const commands = [...this.#commands.values()];
    this.#commands.clear();
    for (const { onBlocked } of commands) onBlocked();
    this.#deps.onLost();
  }

  #wake(): void {
    if (this.#state.name === 'waiting') {
      this.#state.stopWaiting();
      this.#connect();
    } else if (this.#state.name === 'open' && this.#silenceMs() >= DOZED_MS) {
      this.#closed(ABNORMAL);
    }
  }
}
