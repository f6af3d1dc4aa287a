import type { LoggedChunk, TerminalChunk, TurnStream } from '@naru/chat';

/**
 * The way of one answer to one reader (C-WS-2). The engine knows none; a new way of carrying answers is another
 * implementation of this, and a route that makes it.
 */
export interface Carrier {
  /** Aborts when the reader has left. That ends the reading, never the answer. */
  readonly signal: AbortSignal;
  /** Hands a batch over. Resolves when the reader can take more; text that gathers until then comes merged. */
  carry(batch: readonly LoggedChunk[]): Promise<void> | void;
  /**
   * Called once, when nothing more comes.
   *
   * @param how `whole`: the terminal chunk was handed over; `lost`: the answer could not be read any further, and the
   *   reader, where there still is one, must be told that it is not whole
   */
  end(how: 'whole' | 'lost'): void;
}

const TERMINAL: ReadonlySet<string> = new Set<TerminalChunk['type']>(['finish', 'abort', 'error']);

/** Takes an answer to its reader, from after `afterSeq` to its end. Never rejects. */
export async function carryAnswer(stream: TurnStream, afterSeq: number, carrier: Carrier): Promise<void> {
  let isWhole = false;
  try {
    for await (const batch of stream.read(afterSeq, carrier.signal)) {
      isWhole ||= batch.some(({ chunk }) => TERMINAL.has(chunk.type));
      await carrier.carry(batch);
    }
  } catch {
    // The log failed under us. The turn goes on; this reader is told that its stream does not.
  }
  carrier.end(isWhole ? 'whole' : 'lost');
}

/** What a reader is told whose answer could not be read any further. */
export const LOST = '답변을 이어서 전하지 못했습니다. 잠시 후 다시 시도해 주세요.';
