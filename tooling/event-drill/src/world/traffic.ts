import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventDraft, EventEmitter } from '@naru/events';

/** Every so many work failed, and every so many took too long. */
const ERROR_EVERY = 100;
const SLOW_EVERY = 50;
const SLOW_MS = 60_000;
const BURST_MS = 10;

/** What was emitted. */
export interface Emitted {
  readonly all: number;
  readonly ordinary: number;
  /** Requests whose events may never be missing. */
  readonly failed: readonly string[];
  readonly slow: readonly string[];
}

export type Traffic = ReturnType<typeof someTraffic>;

/** Requests that end: one in a hundred with an error, two in a hundred late. Sampled as real ones, by random ids. */
export function someTraffic(emitter: EventEmitter) {
  const run = randomUUID().slice(0, 8);
  const failed: string[] = [];
  const slow: string[] = [];
  let all = 0;

  function emitOne(): void {
    all += 1;
    const requestId = `${run}-${randomUUID()}`;
    const isFailed = all % ERROR_EVERY === 0;
    const isSlow = !isFailed && all % SLOW_EVERY === 1;
    if (isFailed) failed.push(requestId);
    if (isSlow) slow.push(requestId);
    emitter.emit(draftOf(requestId, isFailed, isSlow));
  }

  return {
    emitOne,
    /** So many, with a pause for others now and then. */
    async emit(count: number): Promise<void> {
      for (let done = 1; done <= count; done += 1) {
        emitOne();
        if (done % 100 === 0) await new Promise<void>(resolve => setImmediate(resolve));
      }
    },
    /** So many a second, for so long; late bursts are made up for. */
    async emitSteadily(perSecond: number, ms: number): Promise<void> {
      const beganAtMs = performance.now();
      for (let done = 0; performance.now() - beganAtMs < ms;) {
        const due = Math.floor(((performance.now() - beganAtMs) / 1_000) * perSecond);
        for (; done < due; done += 1) emitOne();
        await sleep(BURST_MS);
      }
    },
    get emitted(): Emitted {
      return { all, ordinary: all - failed.length - slow.length, failed, slow };
    },
  };
}

function draftOf(requestId: string, isFailed: boolean, isSlow: boolean): EventDraft {
  return {
    kind: 'http-request',
    route: '/v1/chat/drill',
    requestId,
    outcome: isFailed ? 'failed' : 'ok',
    status: isFailed ? 502 : 200,
    ...(isFailed && { error: { code: 'DRILL_FAILED', class: 'drill' } }),
    startedAtMs: Date.now(),
    durationMs: isSlow ? SLOW_MS : 12.5,
    tenant: 'drill',
  };
}
