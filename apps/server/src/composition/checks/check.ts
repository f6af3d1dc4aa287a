/** One thing that the server depends on. */
export interface Check {
  readonly name: string;
  /** What to do when it fails. */
  readonly advice: string;
  /** What may be wrong though it can be reached. */
  readonly warning?: string | undefined;
  /** @throws when something is wrong */
  run(): Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  /** What is wrong; null when all is well. */
  readonly problem: string | null;
  /** What may be wrong; null when nothing is known. */
  readonly warning: string | null;
  readonly advice: string;
}
