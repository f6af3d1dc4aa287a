import type { Provider, RouterSettings } from '@naru/router';
import { SUPPORT_INTENTS } from '@naru/support';

/**
 * What may become a label: the aliases and intents that somebody has configured or that are ours. A caller may name
 * any intent in a header, and must not make a series of it.
 */
export class ClosedLabels {
  #aliases: ReadonlySet<string> = new Set();
  #intents: ReadonlySet<string> = new Set(SUPPORT_INTENTS);

  configure(providers: readonly Provider[], { intents = {} }: Pick<RouterSettings, 'intents'>): void {
    this.#aliases = new Set(providers.map(({ alias }) => alias));
    this.#intents = new Set([...SUPPORT_INTENTS, ...Object.keys(intents).map(intent => intent.toUpperCase())]);
  }

  /** An alias, `none` where nothing was named, `unknown` for anything else: never a URL. */
  provider(alias: string | undefined): string {
    if (alias === undefined) return 'none';
    return this.#aliases.has(alias) ? alias : 'unknown';
  }

  /** `GENERAL` where nothing was named. */
  intent(intent = 'GENERAL'): string {
    const name = intent.toUpperCase();
    return this.#intents.has(name) ? name : 'unknown';
  }
}
