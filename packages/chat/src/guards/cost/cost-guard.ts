import type { ModelCall, TurnBudget } from '@naru/language-model';
import type { PriceQuote } from '../../ports/price-quote.ts';
import { dearestMicros, tokensOfCall } from './price-of-call.ts';
import { SpendMeter } from './spend-meter.ts';

/** What a turn has used of its limit of money, in micro-units. */
export interface OverCost {
  readonly usedMicros: number;
  readonly limitMicros: number;
}

/**
 * Keeps a turn within its limit of money (C-GRD-1): before each call the most that it may come to, while it is heard
 * what it has come to. What is booked at the end is what the provider reports, and not kept here.
 */
export class CostGuard {
  readonly #limitMicros: number;
  readonly #budget: TurnBudget;
  readonly #quote: PriceQuote | undefined;

  /** @param budget the turn's, whose money whoever asks providers spends as attempts end */
  constructor(limitMicros: number, budget: TurnBudget, quote: PriceQuote | undefined) {
    this.#limitMicros = limitMicros;
    this.#budget = budget;
    this.#quote = quote;
  }

  /** Why the call must not be made: its input and its longest answer, at the dearest price of the chain, are too much. */
  refuses(call: Pick<ModelCall, 'prompt' | 'tools' | 'settings'>, policy: string): OverCost | undefined {
    const prices = this.#quote?.ofPolicy(policy) ?? [];
    if (prices.length === 0 || this.#limitMicros === Infinity) return undefined;
    const usedMicros = this.#spentMicros + dearestMicros(tokensOfCall(call), prices);
    return usedMicros > this.#limitMicros ? { usedMicros, limitMicros: this.#limitMicros } : undefined;
  }

  /** A meter for a call that is about to be made; at the price of the chain's first, until it is known who answers. */
  meter(call: Pick<ModelCall, 'prompt' | 'tools' | 'settings'>, policy: string): SpendMeter {
    return new SpendMeter(tokensOfCall(call).inputTokens, this.#quote?.ofPolicy(policy)[0]);
  }

  /** It is known now who answers, and from here on what each word costs. */
  served(meter: SpendMeter, provider: string): void {
    meter.servedAt(this.#quote?.ofProvider(provider));
  }

  /** Why the answer must go no further. */
  ends(meter: SpendMeter): OverCost | undefined {
    const usedMicros = this.#spentMicros + meter.costMicros;
    return usedMicros > this.#limitMicros ? { usedMicros, limitMicros: this.#limitMicros } : undefined;
  }

  /** What ended attempts have come to. */
  get spent(): OverCost {
    return { usedMicros: this.#spentMicros, limitMicros: this.#limitMicros };
  }

  get #spentMicros(): number {
    return this.#limitMicros === Infinity ? 0 : this.#limitMicros - this.#budget.moneyLeftMicros;
  }
}
