import type { ServerResponse } from 'node:http';
import type { Clock } from '@naru/kernel';
import type { SocketFate, Step } from './step.ts';

/** Told of what happened on the wire, as it happens. */
export interface ExchangeWitness {
  headSent(status: number): void;
  written(bytes: number, endedFrame: boolean): void;
  ended(how: ExchangeEnd): void;
}

/**
 * `completed`: the message was ended properly. `fin`, `rst`: cut as a behaviour wanted. `caller-left`: the other
 * side closed first. `closed`: the simulator was. `fault`: the simulator itself failed, which is a defect.
 */
export type ExchangeEnd = 'completed' | 'fin' | 'rst' | 'caller-left' | 'closed' | 'fault';

export interface Performance {
  readonly clock: Clock;
  readonly witness: ExchangeWitness;
  /** Aborts with `caller-left` or `closed` as its reason when there is nobody to perform for. */
  readonly signal: AbortSignal;
  /** What the connection is to become after a proper end. */
  onFate(fate: SocketFate): void;
}

/** Performs the steps one after the other. Resolves when the exchange is over, however it ended; never rejects. */
export async function performExchange(
  steps: readonly Step[],
  response: ServerResponse,
  performance: Performance,
): Promise<void> {
  const { signal, witness } = performance;
  try {
    for (const step of steps) {
      if (signal.aborted) break;
      // No await where nothing waits: a stream of many frames should not cost a turn of the event loop each.
      const waiting = performStep(step, response, performance);
      if (waiting) await waiting;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (signal.aborted) witness.ended(signal.reason as ExchangeEnd);
}

function performStep(step: Step, response: ServerResponse, performance: Performance): Promise<void> | undefined {
  const { clock, signal, witness } = performance;
  switch (step.kind) {
    case 'wait':
      return clock.sleep(step.ms, signal);
    case 'head':
      response.writeHead(step.status, { ...step.headers });
      response.flushHeaders();
      witness.headSent(step.status);
      return undefined;
    case 'write':
      return write(step.bytes, step.endsFrame, response, performance);
    case 'flush':
      return new Promise(resolve => setImmediate(resolve));
    case 'repeat':
      return repeat(step.bytes, step.everyMs, response, performance);
    case 'stall':
      return untilAborted(signal);
    case 'end':
      return end(step, response, performance);
  }
}

function write(bytes: Buffer, endsFrame: boolean, response: ServerResponse, { witness, signal }: Performance) {
  const hasRoom = response.write(bytes);
  witness.written(bytes.length, endsFrame);
  return hasRoom ? undefined : untilDrained(response, signal);
}

async function repeat(
  bytes: Buffer,
  everyMs: number,
  response: ServerResponse,
  performance: Performance,
): Promise<void> {
  while (!performance.signal.aborted) {
    await write(bytes, true, response, performance);
    await performance.clock.sleep(everyMs, performance.signal);
  }
}

async function end(
  step: Extract<Step, { kind: 'end' }>,
  response: ServerResponse,
  { witness, onFate, signal }: Performance,
): Promise<void> {
  if (step.how === 'end') {
    witness.ended('completed');
    // Before the end is written: the next request may be on its way as soon as the caller has it.
    onFate(step.socket);
    response.end();
    return;
  }
  const { socket } = response;
  await flushed(response, signal);
  witness.ended(step.how);
  if (step.how === 'rst') socket?.resetAndDestroy();
  else socket?.destroySoon();
}

/** Waits until everything written has gone to the operating system, so that a cut comes behind it. */
async function flushed(response: ServerResponse, signal: AbortSignal): Promise<void> {
  // Node holds chunks back until the next tick, to send them in one packet.
  await new Promise(resolve => setImmediate(resolve));
  while (!signal.aborted && response.socket && response.socket.writableLength > 0) {
    await untilDrained(response, signal);
    await new Promise(resolve => setImmediate(resolve));
  }
}

async function untilDrained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (!response.writableNeedDrain || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (): void => resolve();
  response.once('drain', done);
  signal.addEventListener('abort', done, { once: true });
  await promise;
  response.off('drain', done);
  signal.removeEventListener('abort', done);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
