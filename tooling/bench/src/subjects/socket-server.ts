// Chat behind `GET /ws` with everything that a server has, except that the provider is inside: its model says a
// token every 25 ms in each of its streams. What providers cost is measured by `streams`. Answers each message with
// a `SocketServerFigures` of the time since the last one.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { LanguageModel, StreamPart } from '@naru/language-model';
import { startTestServer } from '@naru/server/testing';
import { SENTENCE_TOKENS, TOKENS_PER_ANSWER } from './tokens.ts';

export interface SocketServerFigures {
  readonly lagP99Ms: number;
  readonly lagMaxMs: number;
  readonly residentMiB: number;
  readonly sockets: number;
}

const PACE_MS = 25;
/** What the histogram adds to every value: the timer that it waits for by itself. */
const RESOLUTION_MS = 5;

/** Streams spread over the milliseconds of one pace: a timer each would cost more than what is measured. */
const slots: (() => void)[][] = Array.from({ length: PACE_MS }, () => []);
let begun = 0;
let atMs = Math.floor(performance.now());
setInterval(() => {
  // By the clock, not by the timer: a server that is late must not be asked less for it.
  const nowMs = Math.floor(performance.now());
  for (; atMs < nowMs; atMs += 1) for (const wake of slots[atMs % PACE_MS]!.splice(0)) wake();
}, 1);

const parts = SENTENCE_TOKENS.map((text): readonly StreamPart[] => [{ type: 'text-delta', text }]);
const firstSentence: readonly StreamPart[] = [{ type: 'text-delta', text: SENTENCE_TOKENS.join('') }];
const over: readonly StreamPart[] = [
  {
    type: 'finish',
    reason: { unified: 'stop', raw: 'stop' },
    usage: { inputTokens: 10, outputTokens: TOKENS_PER_ANSWER, cacheReadTokens: 0, estimated: false },
  },
];
const model: LanguageModel = {
  id: 'primary',
  async *stream() {
    const slot = slots[begun++ % PACE_MS]!;
    // Words leave by whole sentences. The first one comes at once, so that its time shows the server and not the pace.
    yield firstSentence;
    for (let count = 0; count < TOKENS_PER_ANSWER; count += 1) {
      await new Promise<void>(resolve => slot.push(resolve));
      yield parts[count % parts.length]!;
    }
    yield over;
  },
};

const server = await startTestServer({
  models: { primary: model },
  chat: { turnsPerMinute: 1_000_000 },
  http: { sockets: { perOwner: 10, total: 100_000 }, requestLogLevel: 'silent' },
});
const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
lag.enable();

process.on('message', () => {
  globalThis.gc?.();
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const figures: SocketServerFigures = {
    lagP99Ms: ms(lag.percentile(99)),
    lagMaxMs: ms(lag.max),
    residentMiB: process.memoryUsage.rss() / 1_048_576,
    sockets: server.face.sockets.count,
  };
  lag.reset();
  process.send?.(figures);
});
process.once('SIGINT', () => process.exit(0));
process.send?.({ port: Number(new URL(server.publicUrl).port) });
