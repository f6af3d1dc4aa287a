/** What one drill has shown. */
export interface DrillResult {
  readonly drill: string;
  /** What was seen, for a person to read. */
  readonly figures: Readonly<Record<string, string | number>>;
  /** What the specification does not allow; empty when all is well. */
  readonly problems: readonly string[];
}

/** Collects what is wrong, and goes on looking. */
export class Problems {
  readonly found: string[] = [];

  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.found.push(otherwise);
  }
}
