import { CLOSE_CODES, SOCKET_LIMITS, type CloseReason, type SocketHello } from '@naru/api-contract';
import type { TurnStream } from '@naru/chat';
import type { Carrier } from '../carrier/carrier.ts';
import type { ConnectionDeps } from './connection-deps.ts';
import { afterFrame, afterTick, type ConnectionState, type ConnectionStep } from './connection-state.ts';
import { frameText, type FrameToSend } from './frame-writer.ts';
import type { Login } from '../http/plugins/login.ts';
import { Outbox } from './outbox.ts';
import { readFrame, type ReadFrame } from './read-frame.ts';
import { socketCarrier } from './socket-carrier.ts';
import { SOCKET_REFUSALS } from './socket-refusals.ts';
import { Visit } from './visit.ts';

/** One WebSocket of `naru.v1`: carries out what its state machine decides. */
export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #outbox: Outbox;
  #state: ConnectionState;
  #login: Login | undefined;
  #visit: Visit | undefined;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    const nowMs = deps.clock.monotonicMs();
    this.#outbox = new Outbox(deps.wire, nowMs);
    this.#state = { name: 'greeting', openedAtMs: nowMs };
  }

  /** By what it stands; before the greeting, what its cookie says. */
  get login(): Login | undefined {
    return this.#login ?? this.#deps.cookieLogin;
  }

  get isIdle(): boolean {
    return this.#visit?.isIdle ?? true;
  }

  /** Whether more may be sent before what waits has left. */
  get hasRoom(): boolean {
    return this.#state.name === 'open' && this.#outbox.state === 'flowing';
  }

  /** Takes one frame; `undefined` is one that is no text. */
  take(text: string | undefined): void {
    const { clock, jitter, metrics } = this.#deps;
    const frame: ReadFrame = text === undefined ? { kind: 'unreadable' } : readFrame(text);
    metrics.frameIn(frame.kind === 'command' ? frame.command.t : frame.kind === 'invalid' ? frame.type : 'unknown');
    this.#step(afterFrame(this.#state, frame, clock.monotonicMs(), jitter * SOCKET_LIMITS.heartbeatMs));
  }

  /** To be called once a second. */
  tick(): void {
    const { clock } = this.#deps;
    const nowMs = clock.monotonicMs();
    if (this.#outbox.isStalled(nowMs)) return this.close('tooFastOrSlow');
    if (this.#login && this.#login.expiresAtMs <= clock.now()) return this.close('unauthenticated');
    this.#step(afterTick(this.#state, nowMs));
  }

  /** The wire has taken what it was given. */
  drained(): void {
    this.#outbox.drained();
  }

  /** Says goodbye and ends. @param reconnectInMs when the client may come back, where that is planned */
  close(reason: CloseReason, reconnectInMs?: number): void {
    if (this.#state.name === 'closed') return;
    const code = CLOSE_CODES[reason];
    if (reconnectInMs !== undefined) this.#send({ t: 'bye', p: { code, reason, reconnectInMs } });
    this.#state = { name: 'closed' };
    this.#deps.wire.close(code, reason);
    this.gone();
  }

  terminate(): void {
    this.#deps.wire.terminate();
    this.gone();
  }

  /** The wire is closed, by whomever. The answers go on. */
  gone(): void {
    this.#state = { name: 'closed' };
    this.#visit?.end();
    this.#outbox.drained();
  }

  #step({ state, effect }: ConnectionStep): void {
    // A close says its own last words first.
    if (effect.kind === 'close') return this.close(effect.reason);
    this.#state = state;
    const replyTo = 'replyTo' in effect && effect.replyTo !== undefined && { replyTo: effect.replyTo };
    switch (effect.kind) {
      case 'nothing':
        return;
      case 'greet':
        return this.#greet(effect.hello);
      case 'run':
        if ((this.#login?.expiresAtMs ?? 0) <= this.#deps.clock.now()) return this.close('unauthenticated');
        return this.#visit?.run(effect.command);
      case 'pong':
        return this.#send({ t: 'pong', ...replyTo, p: { n: effect.n } });
      case 'ping':
        return this.#send({ t: 'ping', p: { n: Math.floor(this.#deps.clock.now()) } });
      case 'refuse-frame':
        return this.#sendError(replyTo, SOCKET_REFUSALS.badRequest(effect.problem));
      case 'slow-down':
        return this.#sendError(replyTo, SOCKET_REFUSALS.tooFast(effect.retryAfterMs));
      case 'drop':
        return this.terminate();
    }
  }

  #greet({ p: { ticket, subs, accepts } }: SocketHello): void {
    const { chat, tickets, cookieLogin, news, ids, logger, clock, time, onGreeted, onIdle } = this.#deps;
    const login = ticket === undefined ? cookieLogin : tickets.redeem(ticket);
    if (!login || login.expiresAtMs <= clock.now()) return this.close('unauthenticated');
    this.#login = login;
    onGreeted(login);
    this.#visit = new Visit({
      chat,
      owner: login.owner,
      accepts: new Set(accepts.includes('reset-step') ? ['reset-step'] : []),
      news,
      ids,
      logger,
      send: frame => this.#send(frame),
      carrierOf: (stream, channel, signal) => this.#carrier(stream, channel, signal),
      onIdle,
    });
    this.#visit.greet(subs, granted => {
      const p = {
        connId: ids.newId(),
        serverNow: time.now(),
        heartbeatMs: SOCKET_LIMITS.heartbeatMs,
        maxFrame: SOCKET_LIMITS.maxFrameBytes,
        user: { kind: login.owner.kind },
        subs: [...granted],
      };
      this.#send({ t: 'welcome', p });
    });
  }

  #carrier({ streamId }: TurnStream, channel: string, signal: AbortSignal): Carrier & Disposable {
    const { pace, time, ids, metrics } = this.#deps;
    const paced = pace.join();
    const carrier = socketCarrier({
      outbox: this.#outbox,
      time,
      pace: paced,
      signal,
      channel,
      streamId,
      traceId: ids.newId(),
      send: frame => this.#send(frame),
      onFrame: type => metrics.frameOut(type),
    });
    return { ...carrier, [Symbol.dispose]: () => paced[Symbol.dispose]() };
  }

  #sendError(replyTo: false | { readonly replyTo: string }, refusal: Parameters<typeof errorFrame>[1]): void {
    this.#send(errorFrame(replyTo, refusal, this.#deps.ids.newId()));
  }

  #send(frame: FrameToSend): void {
    if (this.#state.name === 'closed') return;
    if (this.#outbox.state === 'overflowing') return this.close('tooFastOrSlow');
    this.#deps.metrics.frameOut(frame.t);
    this.#outbox.send(frameText(frame, this.#deps.time));
  }
}

function errorFrame(
  replyTo: false | { readonly replyTo: string },
  refusal: ReturnType<(typeof SOCKET_REFUSALS)[keyof typeof SOCKET_REFUSALS]>,
  traceId: string,
): FrameToSend {
  return { t: 'error', ...replyTo, p: { ...refusal, traceId } };
}
