/** What is wrong with a file that should hold a report. */
export interface ReportProblem {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A file as it was read. */
export interface ReportFile {
  /** Shown in messages; `.json` is read as JSON, anything else as Markdown. */
  readonly path: string;
  readonly text: string;
}

/** Gathers what is wrong with one file, so that its author sees all of it at once. */
export class ProblemList {
  readonly #path: string;
  readonly #found: ReportProblem[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  get found(): readonly ReportProblem[] {
    return this.#found;
  }

  add(line: number, message: string): void {
    this.#found.push({ path: this.#path, line, message });
  }
}
