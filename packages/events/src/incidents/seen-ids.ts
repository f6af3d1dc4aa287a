export interface SeenLimits {
  readonly ids: number;
  readonly ms: number;
}

export const SEEN_LIMITS: SeenLimits = { ids: 200_000, ms: 900_000 };

/** Remembers which events have been counted, as many and as long as it may. */
export class SeenIds {
  readonly #limits: SeenLimits;
  readonly #seenAtMs = new Map<string, number>();

  constructor(limits: SeenLimits = SEEN_LIMITS) {
    this.#limits = limits;
  }

  /** @returns whether the id is new */
  add(id: string, nowMs: number): boolean {
    if (this.#seenAtMs.has(id)) return false;
    this.#seenAtMs.set(id, nowMs);
    for (const [oldest, seenAtMs] of this.#seenAtMs) {
      if (this.#seenAtMs.size <= this.#limits.ids && nowMs - seenAtMs < this.#limits.ms) break;
      this.#seenAtMs.delete(oldest);
    }
    return true;
  }
}
