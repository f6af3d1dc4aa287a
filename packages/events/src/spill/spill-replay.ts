import { readEncoded, type EncodedEvent } from '../event/encoded-event.ts';
import type { SpillChunk, SpillFile } from '../ports/spill-file.ts';
import type { EventWriter, Persisted } from '../sink/event-writer.ts';

export interface SpillReplayDeps {
  readonly spill: SpillFile;
  readonly writer: EventWriter;
  readonly batchEvents: number;
  readonly onPersisted: (persisted: Persisted) => void | Promise<void>;
}

/** A chunk whose events all make the store fail, time after time, while others get through, must not block the rest. */
const MAX_TRIES = 3;

/** Brings what was set aside to the store, the oldest first. */
export class SpillReplay {
  readonly #deps: SpillReplayDeps;
  readonly #tries = new Map<string, number>();

  constructor(deps: SpillReplayDeps) {
    this.#deps = deps;
  }

  /**
   * Goes on until the spill is empty or the store is away. A chunk is removed once the store has all of it; a crash
   * before that brings some of it again, which the store notices.
   *
   * @returns whether the spill is empty now
   */
  async run(): Promise<boolean> {
    const { spill } = this.#deps;
    for (;;) {
      const chunk = await spill.oldest();
      if (!chunk) return true;
      if (!(await this.#replay(chunk))) return false;
      await spill.remove(chunk);
      this.#tries.delete(chunk.name);
    }
  }

  async #replay({ name, texts }: SpillChunk): Promise<boolean> {
    const { writer, batchEvents, onPersisted } = this.#deps;
    const { events, unreadable } = sort(texts);
    for (let at = 0; at < events.length; at += batchEvents) {
      const { left, suspects, ...persisted } = await writer.store(events.slice(at, at + batchEvents));
      await onPersisted(persisted);
      if (left.length > 0) return false;
      if (suspects.length === 0) continue;
      const tries = (this.#tries.get(name) ?? 0) + 1;
      this.#tries.set(name, tries);
      if (tries < MAX_TRIES) return false;
      unreadable.push(...suspects.map(({ text }) => text));
    }
    await writer.bury(unreadable, 'unwritable');
    return true;
  }
}

function sort(texts: readonly string[]): { readonly events: EncodedEvent[]; readonly unreadable: string[] } {
  const events: EncodedEvent[] = [];
  const unreadable: string[] = [];
  for (const text of texts) {
    const event = readEncoded(text);
    if (event) events.push(event);
    else unreadable.push(text);
  }
  return { events, unreadable };
}
