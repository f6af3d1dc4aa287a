import type { AskModel } from '../../assistant/assistant.ts';
import { GroundedFigures } from '../figures/grounded-figures.ts';
import { PromptPrints } from './prompt-prints.ts';

/** Fewer letters are an order number or a name, and say nothing of a language. */
const LANGUAGE_LETTERS = 8;

/** What the rules know of the turn whose answer they look at. Grows with every tool result. */
export class OutputFacts {
  readonly figures = new GroundedFigures();
  readonly prints: PromptPrints;
  readonly toolNames: readonly string[];
  /** False where the customer wrote in another language, and may be answered in it. */
  readonly wantsKorean: boolean;
  readonly #grounds: string[];

  constructor({ messages, sources, tools, grounds = [] }: Grounded, question: string) {
    this.toolNames = tools.map(({ name }) => name);
    this.wantsKorean =
      /\p{Script=Hangul}/u.test(question) || (question.match(/\p{L}/gu)?.length ?? 0) < LANGUAGE_LETTERS;
    this.#grounds = [...sources.flatMap(({ title, text, quote }) => [title, text, quote]), ...grounds, question];
    for (const text of this.#grounds) this.figures.add(text);
    const system = messages.flatMap(({ role, ...message }) =>
      role === 'system' && 'text' in message ? message.text : [],
    );
    this.prints = new PromptPrints(system, this.#grounds);
  }

  /** What a tool has found may be told. */
  addToolResult(text: string): void {
    this.#grounds.push(text);
    this.figures.add(text);
  }

  /** Whether these words stand in what the answer may rest on. */
  hasGround(words: string): boolean {
    const wanted = words.toLowerCase();
    return this.#grounds.some(text => text.toLowerCase().includes(wanted));
  }
}

type Grounded = Pick<AskModel, 'messages' | 'sources' | 'tools' | 'grounds'>;
