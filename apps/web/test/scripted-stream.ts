import type { ServerResponse } from 'node:http';

/** One line of an answer's script: a chunk to send, or a place to wait or to break at. */
export type ScriptLine =
  | { readonly chunk: Readonly<Record<string, unknown>> }
  /** Waits for `ScriptedStream.release`. */
  | { readonly hold: true }
  /** Ends each reader's body in good order, without a terminal chunk. */
  | { readonly cut: true }
  /** Breaks each reader's connection. */
  | { readonly reset: true };

/** An answer under way: it goes on without readers, and each reader sees it from its beginning. */
export class ScriptedStream {
  readonly id: string;
  readonly #chunks: string[] = [];
  readonly #readers = new Set<ServerResponse>();
  readonly #onEnd: () => void;
  readonly #firstReader = Promise.withResolvers<void>();
  #release: (() => void) | undefined;
  #isOver = false;

  constructor(id: string, onEnd: () => void) {
    this.id = id;
    this.#onEnd = onEnd;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  attach(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-vercel-ai-ui-message-stream': 'v1',
      'x-stream-id': this.id,
    });
    response.write(': hb\n\n');
    response.write(this.#chunks.join(''));
    if (this.#isOver) response.end();
    else this.#readers.add(response);
    this.#firstReader.resolve();
    response.on('close', () => this.#readers.delete(response));
  }

  async play(lines: readonly ScriptLine[]): Promise<void> {
    // What a script breaks must be somebody's connection.
    await this.#firstReader.promise;
    for (const line of lines) {
      if (this.#isOver) return;
      if ('chunk' in line)
        this.#send(`id: ${this.id}.${this.#chunks.length + 1}\ndata: ${JSON.stringify(line.chunk)}\n\n`);
      else if ('hold' in line) await new Promise<void>(resolve => (this.#release = resolve));
      else if ('cut' in line) this.#leave(reader => reader.end());
      else this.#leave(reader => reader.destroy());
    }
    this.#end();
  }

  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  stop(): void {
    if (this.#isOver) return;
    this.#send(`data: ${JSON.stringify({ type: 'abort' })}\n\n`);
    this.#end();
    this.release();
  }

  #send(text: string): void {
    this.#chunks.push(text);
    for (const reader of this.#readers) reader.write(text);
  }

  #leave(leave: (reader: ServerResponse) => void): void {
    for (const reader of this.#readers) leave(reader);
    this.#readers.clear();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#send('data: [DONE]\n\n');
    this.#isOver = true;
    this.#leave(reader => reader.end());
    this.#onEnd();
  }
}
