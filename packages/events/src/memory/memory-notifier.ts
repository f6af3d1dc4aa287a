import { NotifyError } from '../errors.ts';
import type { Notice, Notifier } from '../ports/notifier.ts';

/** The reference `Notifier`: keeps what it was told, each key once, as receivers are asked to. */
export class MemoryNotifier implements Notifier {
  readonly label = 'memory';
  readonly #notices = new Map<string, Notice>();
  #failure: string | undefined;

  get notices(): readonly Notice[] {
    return [...this.#notices.values()];
  }

  break(reason: string | undefined): void {
    this.#failure = reason;
  }

  async notify(notice: Notice, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#failure) throw new NotifyError(`The receiver of notices is away: ${this.#failure}.`);
    this.#notices.set(notice.key, notice);
  }
}
