/** What a link needs of a WebSocket: the browser's, or one that behaves like it. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** What a link takes from the browser. */
export interface SocketWorld {
  /** @throws where the page may not connect at all */
  connect(): SocketLike;
  /** Runs `callback` after `ms` unless cancelled. */
  later(ms: number, callback: () => void): () => void;
  nowMs(): number;
  /** From 0 to 1. */
  random(): number;
  /** Calls when the network is back or the page is looked at again. */
  onWake(callback: () => void): void;
  /** Resolves when the visitor has a cookie to be known by. */
  ready(): Promise<unknown>;
}
