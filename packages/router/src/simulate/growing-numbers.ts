/** Many numbers without an object for each; 32 bits are enough for milliseconds. */
export class GrowingNumbers {
  #values = new Float32Array(4_096);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(value: number): void {
    if (this.#size === this.#values.length) {
      const larger = new Float32Array(this.#size * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#size++] = value;
  }

  /** The smallest value that at least such a share of them does not exceed; 0 for none. The shares of one call sort once. */
  percentiles(shares: readonly number[]): readonly number[] {
    const sorted = this.#values.slice(0, this.#size).sort();
    return shares.map(share => sorted[Math.max(0, Math.ceil(share * this.#size) - 1)] ?? 0);
  }
}
