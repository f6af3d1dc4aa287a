import type { SocketLike, SocketWorld } from '../socket/socket-world.ts';

interface SentFrame {
  readonly t: string;
  readonly id?: string;
  readonly p: Record<string, unknown>;
}

/** A WebSocket whose other end is the test. */
export class ScriptedSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly sent: SentFrame[] = [];
  isClosed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as SentFrame);
  }

  close(): void {
    this.isClosed = true;
  }

  /** Lets the connection stand, up to the server's welcome. */
  welcome(): void {
    this.onopen?.();
    this.say({ t: 'welcome', p: {} });
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify({ v: 1, ts: '', ...frame }) });
  }

  break(code = 1006): void {
    this.onclose?.({ code });
  }

  /** The last command of a kind. */
  last(t: string): SentFrame {
    const frame = this.sent.findLast(sent => sent.t === t);
    if (!frame) throw new Error(`No ${t} was sent.`);
    return frame;
  }

  acknowledge(t: string, sid: string): void {
    this.say({ t: 'ack', replyTo: this.last(t).id, p: { accepted: true, sid, messageId: 'a1', duplicate: false } });
  }

  chunk(sid: string, seq: number, c: object, from?: number): void {
    this.say({ t: 'chunk', sid, seq, from, p: { c } });
  }
}

/** A browser whose time stands still and whose sockets are scripted. */
export class ScriptedSocketWorld implements SocketWorld {
  readonly sockets: ScriptedSocket[] = [];
  now = 0;
  isBarred = false;
  readonly #alarms = new Set<{ readonly atMs: number; readonly ring: () => void }>();
  readonly #wakers: (() => void)[] = [];

  connect(): SocketLike {
    if (this.isBarred) throw new DOMException('refused', 'SecurityError');
    const socket = new ScriptedSocket();
    this.sockets.push(socket);
    return socket;
  }

  later(ms: number, ring: () => void): () => void {
    const alarm = { atMs: this.now + ms, ring };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  nowMs(): number {
    return this.now;
  }

  random(): number {
    return 1;
  }

  onWake(callback: () => void): void {
    this.#wakers.push(callback);
  }

  async ready(): Promise<void> {}

  wake(): void {
    for (const waker of this.#wakers) waker();
  }

  /** The socket that is made next, or was made last. */
  async socket(): Promise<ScriptedSocket> {
    await settled();
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('No socket was made.');
    return socket;
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.now + ms;
    for (;;) {
      const next = [...this.#alarms].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.now = next.atMs;
      this.#alarms.delete(next);
      next.ring();
      await settled();
    }
    this.now = untilMs;
  }
}

/** Lets every promise that is already resolvable run its continuation. */
export async function settled(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 0));
}
