import type { Override } from '../overrides/override.ts';
import type { OverrideBook } from '../overrides/override-book.ts';
import type { SharedChange } from '../ports/shared-state.ts';
import type { OverrideChangedEvent } from '../telemetry/router-event.ts';
import type { GuardedState } from './guarded-state.ts';
import { readSharedOverride } from './read-shared-override.ts';

export interface SharedOverridesDeps {
  readonly state: GuardedState;
  /** Of this instance. */
  readonly instanceId: string;
  readonly book: Pick<OverrideBook, 'adopt' | 'forget'>;
  readonly now: () => number;
}

/** Lets what an operator says to one instance hold on all of them (R-HLT-6). Who made it keeps and audits it. */
export class SharedOverrides {
  readonly #deps: SharedOverridesDeps;
  readonly #stopListening: () => void;
  #isDisposed = false;

  constructor(deps: SharedOverridesDeps) {
    this.#deps = deps;
    this.#stopListening = deps.state.listen(change => this.#heard(change));
    void this.#catchUp();
  }

  /** Something was said here. That it expires, each instance sees for itself. */
  changed({ action, override }: OverrideChangedEvent): void {
    if (action !== 'expired') this.#say(override, action === 'ended');
  }

  /** This instance has taken up what it had kept; others may know better by now, and do where they have said anything. */
  async restored(overrides: readonly Override[]): Promise<void> {
    const known = new Set(await this.#catchUp());
    for (const override of overrides) if (!known.has(override.id)) this.#say(override, false);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stopListening();
  }

  /** An end is said, too, and not only taken away: who was cut off when it came hears of it later. */
  #say(override: Override, ended: boolean): void {
    const leftMs = override.expiresAtMs - this.#deps.now();
    if (this.#isDisposed || leftMs <= 0) return;
    const value = JSON.stringify(ended ? { ended: true } : { override });
    void this.#deps.state.put({ topic: 'override', key: override.id, value, origin: this.#deps.instanceId }, leftMs);
  }

  /** @returns the keys of all that is said */
  async #catchUp(): Promise<readonly string[]> {
    const changes = (await this.#deps.state.entries('override')) ?? [];
    for (const change of changes) this.#heard(change);
    return changes.map(({ key }) => key);
  }

  #heard({ topic, key, value, origin }: SharedChange): void {
    if (this.#isDisposed || topic !== 'override' || origin === this.#deps.instanceId || value === undefined) return;
    const said = readSharedOverride(value);
    if (said === 'ended') this.#deps.book.forget(key);
    else if (said?.id === key) this.#deps.book.adopt(said);
  }
}
