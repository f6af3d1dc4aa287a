import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Random } from '@naru/kernel';
import type { Moment } from '../behaviours/behaviour.ts';
import { inRegistryOrder, type ActiveBehaviour } from '../behaviours/play.ts';
import { describePlay, describeRequest } from '../control/describe-request.ts';
import type { RequestLog } from '../control/request-log.ts';
import { composeExchange, composeRefusal } from '../exchange/compose-exchange.ts';
import { performExchange, type ExchangeEnd, type ExchangeWitness } from '../exchange/perform-exchange.ts';
import type { Step } from '../exchange/step.ts';
import type { Connections } from './connections.ts';
import type { Provider } from './provider.ts';
import { readProviderRequest, type Asked, type Reading } from './provider-request.ts';
import { readBody, type BodyOutcome } from './read-body.ts';
import { redactHeaders } from './redact-headers.ts';

export interface AnswerDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: RequestLog;
  readonly connections: Connections;
  readonly newId: () => string;
  /** Aborts when the simulator closes. */
  readonly closing: AbortSignal;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_KEPT_BODY_BYTES = 64 * 1024;

/** Plays one request to a provider's answering path, from its first byte to the end of the connection's part in it. */
export async function answerRequest(
  { provider, path }: Asked,
  request: IncomingMessage,
  response: ServerResponse,
  dependencies: AnswerDependencies,
): Promise<void> {
  const { clock, log, connections, closing } = dependencies;
  const { isStale, ...connection } = connections.arrive(request.socket);
  const receivedAtMs = clock.now();
  const startedAtMs = clock.monotonicMs();
  const caller = new AbortController();
  response.once('close', () => caller.abort('caller-left' satisfies ExchangeEnd));

  const body: BodyOutcome = isStale ? { kind: 'unread' } : await readBody(request, MAX_BODY_BYTES);
  const bytes = body.kind === 'read' ? body.bytes : Buffer.alloc(0);
  const reading = readingOf(body, { provider, path }, request);
  const moment = momentOf(reading, provider, dependencies);
  const active = activeBehaviours(reading, provider, moment);
  const id = log.open({
    provider: provider.name,
    protocol: provider.protocol.name,
    method: request.method ?? '',
    path: request.url ?? '',
    headers: redactHeaders(request.headers),
    connection,
    receivedAtMs,
    body: describeRequest(reading, bytes.length),
    bodyText: bytes.toString('utf8', 0, MAX_KEPT_BODY_BYTES),
    play: describePlay(reading, active),
  });
  const witness = witnessOf(log, id, () => clock.monotonicMs() - startedAtMs);
  if (reading.kind === 'unread') {
    witness.ended(isStale ? 'rst' : 'caller-left');
    request.socket.resetAndDestroy();
    return;
  }
  try {
    const identity = { id: dependencies.newId(), createdAtMs: receivedAtMs };
    const steps = moment ? composeExchange(moment, active, identity) : refusalSteps(reading, provider);
    await performExchange(steps, response, {
      clock,
      witness,
      signal: AbortSignal.any([caller.signal, closing]),
      onFate: fate => connections.settle(request.socket, fate),
    });
  } catch (error) {
    witness.ended('fault');
    throw error;
  }
}

function readingOf(body: BodyOutcome, { provider, path }: Asked, request: IncomingMessage): Reading {
  switch (body.kind) {
    case 'read':
      return readProviderRequest({ provider, path }, body.bytes, name => request.headersDistinct[name]?.join(', '));
    case 'too-large':
      return { kind: 'refused', error: 'too-large', reason: `body: allowed are ${body.maxBytes} bytes` };
    case 'unread':
      return { kind: 'unread', reason: 'the connection was dead before the request was read' };
  }
}

function refusalSteps(reading: Reading, { protocol }: Provider): readonly Step[] {
  return reading.kind === 'refused' ? composeRefusal(protocol, reading) : [];
}

function momentOf(
  reading: Reading,
  { name, protocol }: Provider,
  { clock, random }: AnswerDependencies,
): Moment | undefined {
  if (reading.kind !== 'understood') return undefined;
  const { facts, chosen } = reading;
  const { sinceMs, askedBefore } = chosen;
  return { provider: name, protocol, facts, random, nowMs: clock.now(), sinceMs, askedBefore };
}

/** What stands always comes beneath; where both name the same behaviour, the chosen play counts. */
function activeBehaviours(
  reading: Reading,
  { always }: Provider,
  moment: Moment | undefined,
): readonly ActiveBehaviour[] {
  if (reading.kind !== 'understood' || !moment) return [];
  const { play } = reading.chosen;
  const beneath = always.activeFor(moment).filter(({ name }) => !play.names.has(name));
  return inRegistryOrder([...beneath, ...play.activeFor(moment)]);
}

function witnessOf(log: RequestLog, id: number, elapsedMs: () => number): ExchangeWitness {
  return {
    headSent: status => log.change(id, () => ({ status, headersAfterMs: elapsedMs() })),
    written: (bytes, endedFrame) => log.count(id, bytes, endedFrame),
    ended: how => log.change(id, entry => (entry.end ? {} : { end: { how, afterMs: elapsedMs() } })),
  };
}
