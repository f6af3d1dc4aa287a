import type { OutputFacts } from './output-facts.ts';

/** What a rule looks at: one sentence that is about to leave, and what the answer has said before it. */
export interface Utterance {
  readonly sentence: string;
  /** The end of what has left, at most `TAIL_CHARS`. */
  readonly tail: string;
}

/** Says whether a sentence must not be seen by a customer. Pure: what it needs to know is given to it. */
export interface OutputRule {
  /** As it stands in metrics and events. */
  readonly name: OutputRuleName;
  blocks(utterance: Utterance, facts: OutputFacts): boolean;
}

export type OutputRuleName = 'empty' | 'wrong-language' | 'leaked-prompt' | 'leaked-action' | 'ungrounded-figure';

/** How far back a rule may look for the beginning of what a sentence ends. */
export const TAIL_CHARS = 120;
