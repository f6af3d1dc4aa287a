import type { SocketFrameOf } from '@naru/api-contract';
import type { UIMessageChunk } from 'ai';
import { placeOfChunk } from './chunk-order.ts';

export interface AnswerFeedDeps {
  readonly streamId: string;
  /** Asks for the chunks after `lastSeq` once more. */
  readonly resume: (lastSeq: number) => void;
  /** Called once: at the end, when it broke, or when the reader left. */
  readonly onOver: (how: 'ended' | 'left') => void;
}

const TERMINAL: ReadonlySet<string> = new Set(['finish', 'abort', 'error']);

/** One answer, put together from its frames: in order, each once, whatever happens to the connections between. */
export class AnswerFeed {
  readonly streamId: string;
  readonly stream: ReadableStream<UIMessageChunk>;
  readonly #deps: AnswerFeedDeps;
  #controller!: ReadableStreamDefaultController<UIMessageChunk>;
  #lastSeq = 0;
  /** A gap was seen, and what is missing has been asked for. */
  #isWaiting = false;
  #isOver = false;

  constructor(deps: AnswerFeedDeps) {
    this.streamId = deps.streamId;
    this.#deps = deps;
    this.stream = new ReadableStream<UIMessageChunk>({
      start: (controller: ReadableStreamDefaultController<UIMessageChunk>): void => {
        this.#controller = controller;
      },
      cancel: (): void => void this.#finish('left'),
    });
  }

  take({ seq, from, p }: SocketFrameOf<'chunk'>): void {
    if (this.#isOver) return;
    const place = placeOfChunk(this.#lastSeq, seq, from);
    if (place === 'seen') return;
    if (place === 'gap') {
      if (!this.#isWaiting) this.resume();
      this.#isWaiting = true;
      return;
    }
    this.#isWaiting = false;
    this.#lastSeq = seq;
    this.#controller.enqueue(p.c as UIMessageChunk);
    if (TERMINAL.has(p.c.type)) this.end();
  }

  /** Goes on after what has been taken, as on a new connection. */
  resume(): void {
    this.#isWaiting = false;
    if (!this.#isOver) this.#deps.resume(this.#lastSeq);
  }

  /** Nothing more comes. Without a terminal chunk before it, the answer counts as cut. */
  end(): void {
    if (this.#finish('ended')) this.#controller.close();
  }

  /** The way to the server is lost. */
  break(error: Error): void {
    if (this.#finish('ended')) this.#controller.error(error);
  }

  leave(): void {
    if (this.#finish('left')) this.#controller.error(left());
  }

  /** Another reader takes over the same answer. */
  handOver(): void {
    if (this.#finish('ended')) this.#controller.error(left());
  }

  #finish(how: 'ended' | 'left'): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#deps.onOver(how);
    return true;
  }
}

function left(): DOMException {
  return new DOMException('The reader left.', 'AbortError');
}
