import { leakedAction } from './leaked-action.ts';
import { leakedPrompt } from './leaked-prompt.ts';
import type { OutputFacts } from './output-facts.ts';
import { TAIL_CHARS, type OutputRule, type OutputRuleName } from './output-rule.ts';
import { SentenceHolder } from './sentence-holder.ts';
import { ungroundedFigure } from './ungrounded-figure.ts';
import { wrongLanguage } from './wrong-language.ts';

/** What a sentence must not be, in the order in which it is asked. */
export const OUTPUT_RULES: readonly OutputRule[] = [leakedAction, leakedPrompt, wrongLanguage, ungroundedFigure];

const ANYTHING_SAID = /[\p{L}\p{N}]/u;

export type Passage =
  { readonly kind: 'pass'; readonly text: string } | { readonly kind: 'blocked'; readonly rule: OutputRuleName };

/**
 * Looks at an answer on its way out, sentence by sentence (C-GRD-3): each is held until it is whole, every rule looks
 * at it, and then it leaves. Once a sentence is blocked nothing more passes.
 */
export class OutputGuard {
  readonly #facts: OutputFacts;
  readonly #rules: readonly OutputRule[];
  #sentences = new SentenceHolder();
  #tail = '';
  #hasSaid = false;
  #blockedBy: OutputRuleName | undefined;

  constructor(facts: OutputFacts, rules: readonly OutputRule[] = OUTPUT_RULES) {
    this.#facts = facts;
    this.#rules = rules;
  }

  get facts(): OutputFacts {
    return this.#facts;
  }

  /** What may leave now. */
  push(piece: string): Passage {
    return this.#look(this.#sentences.push(piece));
  }

  /** What may leave of the rest: nothing more comes in this step. */
  endStep(): Passage {
    const rest = this.#sentences.end();
    return this.#look(rest === '' ? [] : [rest]);
  }

  /** The answer is over; one that says nothing is none. */
  endAnswer(): Passage {
    if (this.#blockedBy === undefined && !this.#hasSaid) this.#blockedBy = 'empty';
    return this.#blockedBy === undefined ? { kind: 'pass', text: '' } : { kind: 'blocked', rule: this.#blockedBy };
  }

  /** What the present step said was taken back, and so is what is held of it. */
  restartStep(): void {
    this.#sentences = new SentenceHolder();
    this.#tail = '';
  }

  #look(sentences: readonly string[]): Passage {
    for (const sentence of sentences) {
      if (this.#blockedBy !== undefined) break;
      const utterance = { sentence, tail: this.#tail };
      this.#blockedBy = this.#rules.find(rule => rule.blocks(utterance, this.#facts))?.name;
      this.#tail = (this.#tail + sentence).slice(-TAIL_CHARS);
      this.#hasSaid ||= ANYTHING_SAID.test(sentence);
    }
    return this.#blockedBy === undefined
      ? { kind: 'pass', text: sentences.join('') }
      : { kind: 'blocked', rule: this.#blockedBy };
  }
}
