import { Chat } from '@ai-sdk/react';
import type { HistoryBody } from '@naru/api-contract';
import type { ChatTransport } from 'ai';
import type { ChatApi } from './chat-api.ts';
import type { ChatMessage } from './chat-message.ts';
import type { Announcement, ConversationState, CutShort } from './conversation-state.ts';
import { historyMessages } from './history-messages.ts';
import { problemOf, type Problem } from './problem.ts';
import { NO_RECOVERY, nextMove } from './recovery.ts';
import { WatchedTransport } from './watched-transport.ts';

/** What a conversation takes from the browser. */
export interface Surroundings {
  isOnline(): boolean;
  /** Resolves when the network is (back) there. Rejects when `signal` aborts. */
  untilOnline(signal: AbortSignal): Promise<void>;
  /** Resolves after `ms`. Rejects when `signal` aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  newId(): string;
}

export interface ConversationDeps {
  readonly id: string;
  /** The server has nothing of it, so there is no history to load. */
  readonly isNew: boolean;
  /** Whom the conversation is with; missing: the server's default. */
  readonly assistant?: string;
  readonly transport: ChatTransport<ChatMessage>;
  readonly api: ChatApi;
  readonly surroundings: Surroundings;
}

/** What a retry would do again. */
type LastRequest =
  | { readonly kind: 'none' }
  | { readonly kind: 'open' }
  | { readonly kind: 'ask'; readonly question: ChatMessage }
  /** `before` still holds the answer that is to be made again. */
  | { readonly kind: 'regenerate'; readonly messageId: string; readonly before: ChatMessage[] };

/**
 * One conversation, from its history to the answer under way. It sees to it that every answer either becomes whole
 * or is said not to be: cut streams are resumed, then looked up in the history, then admitted.
 */
export class Conversation {
  readonly id: string;
  /** The messages and their stream, for `useChat`. Its error is not shown; `state.problem` is. */
  readonly chat: Chat<ChatMessage>;
  readonly #watched: WatchedTransport;
  readonly #api: ChatApi;
  readonly #request: { readonly body: object };
  readonly #surroundings: Surroundings;
  readonly #listeners = new Set<() => void>();
  #state: ConversationState = { phase: 'loading', cutShort: new Map(), announcements: 0 };
  #work = new AbortController();
  #last: LastRequest = { kind: 'none' };
  #isStopping = false;

  constructor({ id, isNew, assistant, transport, api, surroundings }: ConversationDeps) {
    this.id = id;
    if (isNew) this.#state = { ...this.#state, phase: 'idle' };
    this.#watched = new WatchedTransport(transport);
    this.#api = api;
    this.#request = { body: assistant === undefined ? {} : { assistant } };
    this.#surroundings = surroundings;
    this.chat = new Chat<ChatMessage>({
      id,
      transport: this.#watched,
      generateId: () => surroundings.newId(),
      onData: part => {
        if (part.type === 'data-status') this.#set({ progress: part.data.label });
      },
    });
  }

  get state(): ConversationState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Loads what was said before, and goes on with an answer that is still being written. */
  async open(): Promise<void> {
    if (this.#state.phase !== 'loading') return;
    this.#last = { kind: 'open' };
    this.#set({ phase: 'loading', problem: undefined });
    try {
      const history = await this.#api.history(this.id);
      if (history) this.#adopt(history);
      if (history?.activeStreamId) return await this.#resume();
      this.#set({ phase: 'idle' });
      if (this.chat.lastMessage?.role === 'user') this.#fail(UNANSWERED);
    } catch (error) {
      this.#fail(problemOf(error));
    }
  }

  /** Sends a question. Does nothing while an answer is under way. */
  async ask(text: string): Promise<void> {
    if (this.#isBusy() || text.trim() === '') return;
    const question: ChatMessage = {
      id: this.#surroundings.newId(),
      role: 'user',
      parts: [{ type: 'text', text: text.trim() }],
    };
    this.#last = { kind: 'ask', question };
    await this.#run(() => this.#send(question));
  }

  /** Has an answer made again. If that fails before a word, the old answer stays. */
  async regenerate(messageId: string): Promise<void> {
    if (this.#isBusy()) return;
    const before = this.chat.messages;
    this.#last = { kind: 'regenerate', messageId, before };
    await this.#run(() => this.#sendAgain(messageId, before));
  }

  /** Repeats what failed. The server knows the question by its id, so nothing is asked twice. */
  async retry(): Promise<void> {
    if (this.#isBusy()) return;
    const last = this.#last;
    if (last.kind === 'regenerate') return this.#run(() => this.#sendAgain(last.messageId, last.before));
    const question = last.kind === 'ask' ? last.question : this.chat.messages.findLast(({ role }) => role === 'user');
    if (question) return this.#run(() => this.#send(question));
    this.#set({ phase: 'loading' });
    return this.open();
  }

  /** Ends the answer on the server first: leaving the stream alone would let it go on, and cost. */
  async stop(): Promise<void> {
    if (!this.#isBusy() || this.#isStopping) return;
    this.#isStopping = true;
    const message = this.chat.lastMessage;
    const streamId = message?.role === 'assistant' ? message.metadata?.streamId : undefined;
    // When the server cannot be told, its own limits end the answer; the page stops listening all the same.
    await this.#api.stop(this.id, streamId).catch(() => {});
    await this.chat.stop();
    // Pauses between attempts to reconnect end here.
    this.#work.abort();
    if (this.#isBusy()) this.#settle('stopped');
    this.#isStopping = false;
  }

  /** Looks whether another tab has gone on with this conversation. */
  async refresh(): Promise<void> {
    if (this.#state.phase !== 'idle' || this.#state.problem) return;
    const history = await this.#api.history(this.id).catch(() => undefined);
    if (!history || this.#state.phase !== 'idle') return;
    const isNews = history.messages.at(-1)?.id !== this.chat.lastMessage?.id;
    if (isNews && history.messages.length > 0) this.#adopt(history);
    if (history.activeStreamId) await this.#resume();
  }

  dismissProblem(): void {
    this.#set({ problem: undefined });
  }

  /** Leaves the conversation without ending its answer. */
  close(): void {
    this.#work.abort();
    void this.chat.stop();
  }

  #isBusy(): boolean {
    return this.#state.phase !== 'idle' && this.#state.phase !== 'loading';
  }

  #resume(): Promise<void> {
    return this.#run(() => this.chat.resumeStream());
  }

  /** @see nextMove for what happens after each request */
  async #run(request: () => Promise<void>): Promise<void> {
    this.#work.abort();
    const { signal } = (this.#work = new AbortController());
    this.#set({ phase: 'answering', problem: undefined, progress: undefined });
    this.#announce('writing');
    try {
      await this.#follow(request, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(problemOf(error));
    }
  }

  async #follow(request: () => Promise<void>, signal: AbortSignal): Promise<void> {
    let step = request;
    for (let recovery = NO_RECOVERY; ;) {
      await step();
      if (signal.aborted) return;
      const move = nextMove(this.#watched.end, recovery, this.#surroundings.isOnline(), this.#surroundings.random());
      switch (move.kind) {
        case 'settle':
          return this.#settle(move.outcome);
        case 'show-error':
          return this.#fail(problemOf(move.error));
        case 'read-history':
          return await this.#settleFromHistory(signal);
        case 'give-up':
          return this.#fail(TRUNCATED);
        case 'ask-when-online':
          await this.#waitForNetwork(signal);
          break;
        case 'resume':
          this.#set({ phase: 'reconnecting' });
          await this.#surroundings.pause(move.afterMs, signal);
          if (!this.#surroundings.isOnline()) await this.#waitForNetwork(signal);
          recovery = move.recovery;
          step = () => this.chat.resumeStream();
      }
    }
  }

  async #waitForNetwork(signal: AbortSignal): Promise<void> {
    this.#set({ phase: 'offline' });
    await this.#surroundings.untilOnline(signal);
    this.#set({ phase: 'reconnecting' });
    this.#announce('backOnline');
  }

  async #settleFromHistory(signal: AbortSignal): Promise<void> {
    const history = await this.#api.history(this.id).catch(() => undefined);
    if (signal.aborted) return;
    const answer = history?.messages.at(-1);
    if (!history || answer?.role !== 'assistant' || !answer.metadata?.finish) return this.#fail(TRUNCATED);
    this.#adopt(history);
    this.#settle('done');
  }

  #adopt(history: HistoryBody): void {
    this.chat.messages = historyMessages(history);
  }

  #send(question: ChatMessage): Promise<void> {
    const isRepeat = this.chat.messages.some(({ id }) => id === question.id);
    return this.chat.sendMessage(isRepeat ? { ...question, messageId: question.id } : question, this.#request);
  }

  #sendAgain(messageId: string, before: ChatMessage[]): Promise<void> {
    this.chat.messages = before;
    return this.chat.regenerate({ messageId, ...this.#request });
  }

  #settle(outcome: 'done' | 'stopped' | 'left'): void {
    const isStopped = outcome === 'stopped' || this.#isStopping;
    this.#set({ phase: 'idle', progress: undefined, cutShort: this.#marked(isStopped ? 'stopped' : undefined) });
    this.#announce(isStopped ? 'stopped' : 'done');
  }

  #fail(problem: Problem): void {
    const last = this.#last;
    const isWordless = this.chat.lastMessage?.role === 'user';
    if (last.kind === 'regenerate' && isWordless) this.chat.messages = last.before;
    const cutShort = isWordless ? this.#state.cutShort : this.#marked('interrupted');
    this.#set({ phase: 'idle', progress: undefined, problem, cutShort });
  }

  /** How messages ended, with the last one's end as now known. */
  #marked(end: CutShort | undefined): ReadonlyMap<string, CutShort> {
    const cutShort = new Map(this.#state.cutShort);
    const lastId = this.chat.lastMessage?.id ?? '';
    if (end === undefined) cutShort.delete(lastId);
    else cutShort.set(lastId, end);
    return cutShort;
  }

  #announce(announcement: Announcement): void {
    this.#set({ announcement, announcements: this.#state.announcements + 1 });
  }

  #set(changes: Partial<ConversationState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

const TRUNCATED: Problem = { kind: 'truncated', canRetry: true, retryAfterMs: 0 };
/** The history ends with a question: its answer was lost with the server that wrote it. */
const UNANSWERED: Problem = TRUNCATED;
