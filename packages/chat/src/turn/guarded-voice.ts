import type { OutputGuard, Passage } from '../guards/output/output-guard.ts';
import type { OutputRuleName } from '../guards/output/output-rule.ts';
import type { AnswerWriter } from './answer-writer.ts';

/**
 * The model's only way to the customer: its words are held to the end of each sentence, looked at by the output
 * guard, and only then said.
 */
export class GuardedVoice {
  readonly #writer: AnswerWriter;
  readonly #onWords: () => void;
  #guard: OutputGuard | undefined;

  /** @param onWords called with words that leave */
  constructor(writer: AnswerWriter, onWords: () => void) {
    this.#writer = writer;
    this.#onWords = onWords;
  }

  /** From now on the model speaks. */
  open(guard: OutputGuard): void {
    this.#guard = guard;
  }

  /** @returns the rule that blocks the answer; once there is one, nothing more is said */
  say(text: string): OutputRuleName | undefined {
    return this.#let(this.#guard?.push(text));
  }

  /** Says what is held: the step is over, or the answer is cut here. */
  endStep(): OutputRuleName | undefined {
    return this.#let(this.#guard?.endStep());
  }

  endAnswer(): OutputRuleName | undefined {
    return this.#let(this.#guard?.endAnswer());
  }

  restartStep(): void {
    this.#guard?.restartStep();
  }

  /** A tool's result may be repeated from now on. */
  hearToolResult(text: string): void {
    this.#guard?.facts.addToolResult(text);
  }

  #let(passage: Passage | undefined): OutputRuleName | undefined {
    if (passage?.kind === 'blocked') return passage.rule;
    if (passage && passage.text !== '') {
      this.#onWords();
      this.#writer.say(passage.text);
    }
    return undefined;
  }
}
