import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Random } from '@naru/kernel';
import type { Moment } from '../behaviours/behaviour.ts';
import { inRegistryOrder, type ActiveBehaviour } from '../behaviours/play.ts';
import type { LogEntry } from '../control/log-entry.ts';
import type { RequestLog } from '../control/request-log.ts';
import { composeExchange } from '../exchange/compose-exchange.ts';
import { performExchange, type ExchangeEnd, type ExchangeWitness } from '../exchange/perform-exchange.ts';
import { ENDED, type Step } from '../exchange/step.ts';
import type { Connections } from './connections.ts';
import type { Provider } from './provider.ts';
import { bodyFacts, readProviderRequest, type ReadOutcome } from './provider-request.ts';
import { readBody } from './read-body.ts';
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
  provider: Provider,
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
  const signal = AbortSignal.any([caller.signal, closing]);

  const body = isStale ? undefined : await readBody(request, MAX_BODY_BYTES);
  const bytes = body?.kind === 'read' ? body.bytes : Buffer.alloc(0);
  const outcome: ReadOutcome | undefined =
    body?.kind === 'too-large'
      ? { kind: 'refused', error: 'too-large', reason: `body: allowed are ${body.maxBytes} bytes` }
      : body?.kind === 'read'
        ? readProviderRequest(provider, bytes, name => headerText(request, name))
        : undefined;
  const moment = outcome?.kind === 'understood' ? momentOf(provider, outcome, dependencies) : undefined;
  const active =
    moment && outcome?.kind === 'understood' ? activeBehaviours(provider, outcome.chosen.play, moment) : [];

  const id = log.open({
    provider: provider.name,
    protocol: provider.protocol.name,
    method: request.method ?? '',
    path: request.url ?? '',
    headers: redactHeaders(request.headers),
    connection,
    receivedAtMs,
    body: bodyOf(outcome, bytes.length),
    bodyText: bytes.toString('utf8', 0, MAX_KEPT_BODY_BYTES),
    play: playOf(outcome, active),
  });
  const witness = witnessOf(log, id, () => clock.monotonicMs() - startedAtMs);
  if (isStale) {
    witness.ended('rst');
    request.socket.resetAndDestroy();
    return;
  }
  const steps = moment
    ? composeExchange(moment, active, { id: dependencies.newId(), createdAtMs: receivedAtMs })
    : refusalSteps(provider, outcome);
  await performExchange(steps, response, {
    clock,
    witness,
    signal,
    onFate: fate => connections.settle(request.socket, fate),
  });
}

function momentOf(
  provider: Provider,
  { facts, chosen }: Extract<ReadOutcome, { kind: 'understood' }>,
  { clock, random }: AnswerDependencies,
): Moment {
  const { name, protocol } = provider;
  const { sinceMs, askedBefore } = chosen;
  return { provider: name, protocol, facts, random, nowMs: clock.now(), sinceMs, askedBefore };
}

/** What stands always comes beneath; where both name the same behaviour, the chosen play counts. */
function activeBehaviours(
  provider: Provider,
  chosen: { readonly names: ReadonlySet<string>; activeFor(moment: Moment): readonly ActiveBehaviour[] },
  moment: Moment,
): readonly ActiveBehaviour[] {
  const beneath = provider.always.activeFor(moment).filter(({ name }) => !chosen.names.has(name));
  return inRegistryOrder([...beneath, ...chosen.activeFor(moment)]);
}

function refusalSteps({ protocol }: Provider, outcome: ReadOutcome | undefined): readonly Step[] {
  if (outcome?.kind !== 'refused') return [];
  const { status, document } = protocol.errorDocument({ kind: outcome.error, message: outcome.reason });
  const bytes = Buffer.from(JSON.stringify(document));
  const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  return [{ kind: 'head', status, headers }, { kind: 'write', bytes, endsFrame: false }, ENDED];
}

function bodyOf(outcome: ReadOutcome | undefined, byteCount: number): LogEntry['body'] {
  if (!outcome) return { refused: 'the request was not read' };
  return outcome.kind === 'understood' ? bodyFacts(outcome.facts, byteCount) : { refused: outcome.reason };
}

function playOf(outcome: ReadOutcome | undefined, active: readonly ActiveBehaviour[]): LogEntry['play'] {
  if (outcome?.kind !== 'understood') return { behaviour: '', chosenBy: 'none' };
  const { play, chosenBy } = outcome.chosen;
  const isPlayed = active.some(({ name }) => play.names.has(name));
  return { behaviour: isPlayed ? play.text : '', chosenBy };
}

function witnessOf(log: RequestLog, id: number, elapsedMs: () => number): ExchangeWitness {
  return {
    headSent: status => log.change(id, () => ({ status, headersAfterMs: elapsedMs() })),
    written: (bytes, endedFrame) => log.count(id, bytes, endedFrame),
    ended: how => log.change(id, entry => (entry.end ? {} : { end: { how, afterMs: elapsedMs() } })),
  };
}

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
