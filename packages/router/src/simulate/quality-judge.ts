import type { Random } from '@naru/kernel';
import type { QualitySignal } from '../quality/quality-signal.ts';
import type { ScriptedProvider } from './scenario.ts';

const OTHER_INTENTS = 'DEFAULT';
/** How far beside the truth a judge may be, on either side. */
const NOISE = 0.1;

/** Knows how good answers really are, and judges a share of them, not quite exactly. */
export class QualityJudge {
  readonly #qualities: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly #judgedShare: number;
  readonly #random: Random;
  #sum = 0;
  #answers = 0;

  constructor(providers: readonly ScriptedProvider[], judgedShare: number, random: Random) {
    this.#qualities = new Map(
      providers.map(({ provider, quality = {} }) => [provider.alias, new Map(Object.entries(quality))]),
    );
    this.#judgedShare = judgedShare;
    this.#random = random;
  }

  /** What all answers so far were really worth, on average; 1 before the first. */
  get mean(): number {
    return this.#answers === 0 ? 1 : this.#sum / this.#answers;
  }

  /** The judge's word on an answer, where there is one. */
  answered(alias: string, intent: string): QualitySignal | undefined {
    const ofProvider = this.#qualities.get(alias);
    const worth = ofProvider?.get(intent) ?? ofProvider?.get(OTHER_INTENTS) ?? 1;
    this.#sum += worth;
    this.#answers += 1;
    if (this.#judgedShare === 0 || this.#random() >= this.#judgedShare) return undefined;
    const value = worth + NOISE * (2 * this.#random() - 1);
    return { provider: alias, intent, kind: 'groundedness', value };
  }
}
