import { estimateTokens, type TokenUsage } from '@naru/language-model';
import type { TokenPrices } from '../../ports/price-quote.ts';
import { microsOf } from './price-of-call.ts';

/** Estimates of short pieces are rounded up each; so they are counted together. */
const COUNTED_AT_CHARS = 64;

/** Estimates what one model call has come to while it is heard. */
export class SpendMeter {
  readonly #inputTokens: number;
  #prices: TokenPrices | undefined;
  #outputTokens = 0;
  #uncounted = '';

  /** @param prices those of whoever is likely to answer; missing: it counts for nothing */
  constructor(inputTokens: number, prices: TokenPrices | undefined) {
    this.#inputTokens = inputTokens;
    this.#prices = prices;
  }

  /** It is known now who answers. */
  servedAt(prices: TokenPrices | undefined): void {
    this.#prices = prices;
  }

  /** Words, thoughts or arguments of the model: all of them are paid for. */
  hear(text: string): void {
    this.#uncounted += text;
    if (this.#uncounted.length < COUNTED_AT_CHARS) return;
    this.#outputTokens += estimateTokens(this.#uncounted);
    this.#uncounted = '';
  }

  get isPriced(): boolean {
    return this.#prices !== undefined;
  }

  get costMicros(): number {
    return this.#prices ? Math.ceil(microsOf(this.#inputTokens, this.#written, this.#prices)) : 0;
  }

  /** For an answer that ends before its provider has said what it took. */
  get usage(): TokenUsage {
    return { inputTokens: this.#inputTokens, outputTokens: this.#written, cacheReadTokens: 0, estimated: true };
  }

  get #written(): number {
    return this.#outputTokens + estimateTokens(this.#uncounted);
  }
}
