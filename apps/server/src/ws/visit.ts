import { SOCKET_LIMITS, type SocketSubscription } from '@naru/api-contract';
import type { SubmitRequest, TurnStream } from '@naru/chat';
import { chatChannel } from './channel-chat-id.ts';
import type { RunnableCommand } from './connection-state.ts';
import { CommandQueue } from './command-queue.ts';
import { FollowedStreams } from './followed-streams.ts';
import { reportQuestion } from './report-question.ts';
import { SOCKET_REFUSALS, type SocketRefusal } from './socket-refusals.ts';
import { subscribe, type Subscribed } from './subscribe.ts';
import type { Granted, VisitDeps } from './visit-deps.ts';
import { WatchedChannels } from './watched-channels.ts';

const { channels: MAX_CHANNELS, generations: MAX_GENERATIONS } = SOCKET_LIMITS;
/** Commands that wait for the one before them. */
const MAX_WAITING = 64;

type Question = Pick<
  SubmitRequest,
  'assistant' | 'chatId' | 'text' | 'clientMessageId' | 'trigger' | 'regenerateMessageId'
>;

/**
 * What one visitor does on one connection: the channels watched, the answers read, the questions asked. Commands are
 * done one after the other, each under its owner's name.
 */
export class Visit {
  readonly #deps: VisitDeps;
  readonly #channels: WatchedChannels;
  readonly #streams: FollowedStreams;
  readonly #queue: CommandQueue;
  /** Answers that were asked for here and still run. */
  readonly #generations = new Set<string>();
  #hasEnded = false;

  constructor(deps: VisitDeps) {
    this.#deps = deps;
    this.#channels = new WatchedChannels(deps.news);
    this.#streams = new FollowedStreams(() => this.#told());
    this.#queue = new CommandQueue(deps.logger, () => this.#told());
  }

  get isIdle(): boolean {
    return this.#queue.size === 0 && this.#streams.size === 0;
  }

  /** Subscribes to what the greeting named; `tell` is called with what was granted before anything of it is sent. */
  greet(subs: readonly SocketSubscription[], tell: (granted: readonly Granted[]) => void): void {
    this.#inTurn(async () => {
      const granted: (Granted & { readonly place: Subscribed })[] = [];
      for (const sub of subs) {
        const place = await this.#placeOf(sub);
        if ('code' in place) this.#refuse(undefined, place, sub.ch);
        else granted.push({ ch: sub.ch, mode: place.snapshot ? 'snapshot' : 'replay', seq: place.seq, place });
      }
      tell(granted.map(({ ch, mode, seq }) => ({ ch, mode, seq })));
      for (const { ch, place } of granted) this.#goOn(ch, place, undefined);
    });
  }

  run(command: RunnableCommand): void {
    const { id } = command;
    if (this.#queue.size >= MAX_WAITING) return this.#refuse(id, SOCKET_REFUSALS.tooFast(1_000));
    this.#inTurn(async () => {
      const refusal = await this.#run(command);
      if (refusal) this.#refuse(id, refusal);
    }, id);
  }

  /** Leaves everything. The answers go on. */
  end(): void {
    this.#hasEnded = true;
    this.#channels.leaveAll();
    this.#streams.leaveAll();
  }

  async #run(command: RunnableCommand): Promise<SocketRefusal | undefined> {
    const { chat, owner } = this.#deps;
    const { id, t, p } = command;
    switch (t) {
      case 'sub': {
        const place = await this.#placeOf(p);
        if ('code' in place) return place;
        this.#goOn(p.ch, place, id);
        return undefined;
      }
      case 'unsub':
        this.#channels.leave(p.ch);
        this.#streams.leaveChannel(p.ch);
        return this.#acknowledge(id, undefined);
      case 'chat.send': {
        const { chatId, clientMsgId, text, assistant, trigger, messageId } = p;
        const question = { assistant, chatId, text, clientMessageId: clientMsgId, trigger };
        return this.#ask(id, { ...question, regenerateMessageId: messageId }, chatChannel(chatId));
      }
      case 'report.ask':
        return this.#ask(id, { ...reportQuestion(p), trigger: 'submit-message' }, `report:${p.reportId}`);
      case 'chat.resume': {
        const stream = await chat.stream(owner, p.sid);
        if (!stream) return SOCKET_REFUSALS.streamGone();
        if (!this.#streams.has(p.sid) && this.#streams.size >= MAX_CHANNELS) return tooManyChannels();
        this.#acknowledge(id, stream);
        this.#follow(stream, p.after, channelOf(stream));
        return undefined;
      }
      case 'chat.stop': {
        const stream = await chat.stream(owner, p.sid);
        if (stream) await chat.stop(owner, stream.session.id, p.sid);
        return this.#acknowledge(id, stream);
      }
    }
  }

  async #ask(id: string | undefined, question: Question, channel: string): Promise<SocketRefusal | undefined> {
    if (this.#generations.size >= MAX_GENERATIONS) return SOCKET_REFUSALS.tooManyGenerations(MAX_GENERATIONS);
    const { chat, owner, accepts, ids } = this.#deps;
    const asked = {
      ...question,
      owner,
      accepts,
      mode: 'stream',
      requestId: ids.newId(),
      traceId: ids.newId(),
    } as const;
    const outcome = await chat.submit(asked);
    if (outcome.kind === 'refused') {
      this.#deps.send({ t: 'error', ...(id !== undefined && { replyTo: id }), ch: channel, p: outcome.error });
      return undefined;
    }
    const { stream, isRepeat } = outcome;
    this.#generations.add(stream.streamId);
    void stream.ended.then(() => this.#generations.delete(stream.streamId));
    this.#acknowledge(id, stream, isRepeat, channel);
    this.#follow(stream, 0, channel);
    return undefined;
  }

  async #placeOf(sub: SocketSubscription): Promise<Subscribed | SocketRefusal> {
    if (!this.#channels.hasRoomFor(sub.ch, MAX_CHANNELS)) return tooManyChannels();
    return (await subscribe(sub, this.#deps.owner, this.#deps.chat)) ?? SOCKET_REFUSALS.notFound();
  }

  /** Watches a channel, says where it stands, and reads on from there. */
  #goOn(channel: string, { sessionId, seq, snapshot, streams }: Subscribed, id: string | undefined): void {
    if (this.#hasEnded) return;
    this.#channels.watch(channel, sessionId, streamId => this.#inTurn(() => this.#followNew(streamId, channel)));
    const replyTo = id !== undefined && { replyTo: id };
    if (snapshot) this.#deps.send({ t: 'snapshot', ...replyTo, ch: channel, seq, p: snapshot });
    else if (id !== undefined) this.#acknowledge(id, streams.at(-1)?.stream, false, channel);
    for (const { stream, afterSeq } of streams) this.#follow(stream, afterSeq, channel);
  }

  /** Comes in turn with the commands: the answer to one's own question is acknowledged before it is read. */
  async #followNew(streamId: string, channel: string): Promise<void> {
    if (this.#streams.hasRead(streamId) || !this.#channels.has(channel)) return;
    const stream = await this.#deps.chat.stream(this.#deps.owner, streamId);
    if (stream) this.#follow(stream, 0, channel);
  }

  #follow(stream: TurnStream, afterSeq: number, channel: string): void {
    if (this.#hasEnded) return;
    this.#streams.follow(stream, afterSeq, channel, signal => this.#deps.carrierOf(stream, channel, signal));
  }

  #acknowledge(id: string | undefined, stream: TurnStream | undefined, duplicate = false, channel?: string): undefined {
    const p = {
      accepted: true,
      sid: stream?.streamId ?? null,
      messageId: stream?.messageId ?? null,
      duplicate,
    } as const;
    this.#deps.send({ t: 'ack', ...(id !== undefined && { replyTo: id }), ...(channel && { ch: channel }), p });
  }

  #refuse(id: string | undefined, refusal: SocketRefusal, channel?: string): void {
    const p = { ...refusal, traceId: this.#deps.ids.newId() };
    this.#deps.send({ t: 'error', ...(id !== undefined && { replyTo: id }), ...(channel && { ch: channel }), p });
  }

  #inTurn(work: () => Promise<void>, id?: string): void {
    this.#queue.add(
      async () => {
        if (!this.#hasEnded) await work();
      },
      () => this.#refuse(id, SOCKET_REFUSALS.failed()),
    );
  }

  #told(): void {
    if (this.isIdle && !this.#hasEnded) this.#deps.onIdle();
  }
}

function channelOf({ session }: TurnStream): string {
  return chatChannel(session.alias ?? session.id);
}

function tooManyChannels(): SocketRefusal {
  return SOCKET_REFUSALS.tooManyChannels(MAX_CHANNELS);
}
