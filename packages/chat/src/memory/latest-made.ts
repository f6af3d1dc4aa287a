/**
 * What was made of texts, for those that come again and again, such as a prompt's rules and the articles it draws on.
 * Of what was asked for longest ago the first goes.
 */
export class LatestMade<Made> {
  readonly #made = new Map<string, Made>();
  readonly #make: (text: string) => Made;
  readonly #most: number;

  /** @param make must give the same for the same text, and something that nobody changes */
  constructor(most: number, make: (text: string) => Made) {
    this.#most = most;
    this.#make = make;
  }

  of(text: string): Made {
    const known = this.#made.get(text);
    if (known !== undefined) {
      this.#made.delete(text);
      this.#made.set(text, known);
      return known;
    }
    const made = this.#make(text);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size < this.#most) break;
      this.#made.delete(oldest);
    }
    this.#made.set(text, made);
    return made;
  }
}
