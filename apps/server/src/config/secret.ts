import { inspect } from 'node:util';

export const HIDDEN = '[secret]';

/** A text that must not be seen. Whatever prints it prints `[secret]`; `reveal` is for the place that needs it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
