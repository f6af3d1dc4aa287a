import type { TurnNews } from './turn-news.ts';

/** The channels whose new answers one connection wants to hear of. */
export class WatchedChannels {
  readonly #news: TurnNews;
  readonly #watches = new Map<string, Disposable>();

  constructor(news: TurnNews) {
    this.#news = news;
  }

  /** Whether one more may be watched. */
  hasRoomFor(channel: string, limit: number): boolean {
    return this.#watches.has(channel) || this.#watches.size < limit;
  }

  has(channel: string): boolean {
    return this.#watches.has(channel);
  }

  /** @param onBegun told the stream of each answer that begins in the channel's conversation */
  watch(channel: string, sessionId: string, onBegun: (streamId: string) => void): void {
    this.leave(channel);
    this.#watches.set(channel, this.#news.watch(sessionId, onBegun));
  }

  leave(channel: string): void {
    this.#watches.get(channel)?.[Symbol.dispose]();
    this.#watches.delete(channel);
  }

  leaveAll(): void {
    for (const channel of this.#watches.keys()) this.leave(channel);
  }
}
