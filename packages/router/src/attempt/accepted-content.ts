import type { CallMode, FailureKind, FinishPart, StreamPart } from '@naru/language-model';

/** Why what came is no answer. */
export interface ContentProblem {
  readonly kind: FailureKind;
  readonly detail: string;
}

export interface TakenBatch {
  /** Characters of content, reasoning included; 0 for a batch that says nothing. */
  readonly chars: number;
  /** Whether there are parts that a router keeps to itself. */
  readonly hasInternal: boolean;
  readonly problem: ContentProblem | undefined;
}

/** More than this is not held back: a provider that reasons without end is not answering. */
const MAX_HELD_CHARS = 4 * 1024 * 1024;
const NOT_BLANK = /\S/;

/**
 * Watches an answer go by and knows when its first content is acceptable: text that is not blank or a tool call.
 * Reasoning, citations, a role and blank text are not. A JSON answer is accepted whole, at its end.
 */
export class AcceptedContent {
  readonly #mode: CallMode;
  readonly #toolCallCommit: 'complete' | 'first-delta';
  #text = '';
  #otherChars = 0;
  #hasText = false;
  #hasCompleteCall = false;
  #hasBegunCall = false;
  #finish: FinishPart | undefined;

  constructor(mode: CallMode, toolCallCommit: 'complete' | 'first-delta') {
    this.#mode = mode;
    this.#toolCallCommit = toolCallCommit;
  }

  get isAccepted(): boolean {
    if (this.#mode === 'json') return this.#finish !== undefined && this.#hasAnswer;
    return this.#hasAnswer;
  }

  get finish(): FinishPart | undefined {
    return this.#finish;
  }

  get hasToolCall(): boolean {
    return this.#hasBegunCall || this.#hasCompleteCall;
  }

  /** Everything said so far, for estimating what it cost. */
  get text(): string {
    return this.#text;
  }

  /** Characters of reasoning and tool calls. */
  get otherChars(): number {
    return this.#otherChars;
  }

  take(batch: readonly StreamPart[]): TakenBatch {
    let chars = 0;
    let hasInternal = false;
    for (const part of batch) {
      if (part.type === 'response' || part.type === 'served') hasInternal = true;
      else chars += this.#takePart(part);
    }
    return { chars, hasInternal, problem: this.#problem() };
  }

  get #hasAnswer(): boolean {
    return this.#hasText || this.#hasCompleteCall || (this.#hasBegunCall && this.#toolCallCommit === 'first-delta');
  }

  #takePart(part: StreamPart): number {
    switch (part.type) {
      case 'text-delta':
        this.#text += part.text;
        if (this.#hasText) return part.text.length;
        // Blank text is neither an answer nor a sign of one: a provider may send it to keep the line open.
        this.#hasText = NOT_BLANK.test(part.text);
        return this.#hasText ? part.text.length : 0;
      case 'reasoning-delta':
        return this.#other(part.text.length);
      case 'tool-call-start':
        this.#hasBegunCall = true;
        return this.#other(part.name.length);
      case 'tool-call-delta':
        return this.#other(part.inputText.length);
      case 'tool-call': {
        const wasBegun = this.#hasBegunCall;
        this.#hasCompleteCall = true;
        // The input of a call that came in deltas has been counted.
        return wasBegun ? 1 : this.#other(part.name.length + part.inputText.length);
      }
      case 'finish':
        this.#finish = part;
        return 0;
      default:
        return 0;
    }
  }

  #other(chars: number): number {
    this.#otherChars += chars;
    return chars;
  }

  #problem(): ContentProblem | undefined {
    if (this.#hasAnswer) return undefined;
    if (this.#finish?.reason.unified === 'content-filter') {
      return { kind: 'content_filter', detail: 'finished without an answer' };
    }
    if (this.#finish) return { kind: 'empty', detail: 'finished with neither text nor tool call' };
    if (this.#text.length + this.#otherChars > MAX_HELD_CHARS) {
      return { kind: 'stream_broken', detail: `more than ${MAX_HELD_CHARS} characters and no answer` };
    }
    return undefined;
  }
}
