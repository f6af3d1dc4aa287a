import type { ArticleProblem } from './article.ts';

/** Gathers what is wrong with one file, so that its author sees all of it at once. */
export class ProblemList {
  readonly #path: string;
  readonly #found: ArticleProblem[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  get found(): readonly ArticleProblem[] {
    return this.#found;
  }

  add(line: number, message: string): void {
    this.#found.push({ path: this.#path, line, message });
  }
}
