import type { LanguageModelV4StreamPart, SharedV4Warning } from '@ai-sdk/provider';
import type { ServedPart, StreamPart } from '@naru/language-model';
import { toSource } from './to-content.ts';
import { toFinish, UNKNOWN_USAGE } from './to-finish.ts';

type Block = { readonly kind: 'text' | 'reasoning'; readonly id: string };

/** Turns our parts into those of the AI SDK, where text and thoughts stand in blocks that begin and end. */
export class StreamPartWriter {
  #block: Block | undefined;
  #blocks = 0;
  #served: ServedPart | undefined;
  readonly #openInputs = new Set<string>();
  #warnings: SharedV4Warning[] | undefined;

  constructor(warnings: SharedV4Warning[]) {
    this.#warnings = warnings;
  }

  /** Appends what a part is over there; some are nothing. */
  write(part: StreamPart, written: LanguageModelV4StreamPart[]): void {
    this.#start(written);
    switch (part.type) {
      case 'served':
        this.#served = part;
        written.push({ type: 'response-metadata', id: part.decisionId, modelId: part.model });
        return;
      case 'text-delta':
        return this.#say('text', part.text, written);
      case 'reasoning-delta':
        return this.#say('reasoning', part.text, written);
      case 'tool-call-start':
        this.#endBlock(written);
        this.#openInputs.add(part.id);
        written.push({ type: 'tool-input-start', id: part.id, toolName: part.name });
        return;
      case 'tool-call-delta':
        if (this.#openInputs.has(part.id))
          written.push({ type: 'tool-input-delta', id: part.id, delta: part.inputText });
        return;
      case 'tool-call':
        this.#endBlock(written);
        if (this.#openInputs.delete(part.id)) written.push({ type: 'tool-input-end', id: part.id });
        written.push({ type: 'tool-call', toolCallId: part.id, toolName: part.name, input: part.inputText });
        return;
      case 'sources':
        written.push(...part.citations.map(toSource));
        return;
      case 'finish':
        this.#endBlock(written);
        written.push({ type: 'finish', ...toFinish(part, this.#served) });
        return;
      case 'restart':
        // Never comes: it is not asked for, because what was given to the AI SDK cannot be taken back.
        throw new TypeError('a restart that nobody asked for');
      case 'response':
        return;
    }
  }

  /** The answer broke: an error, and an end that says so. */
  fail(error: unknown): readonly LanguageModelV4StreamPart[] {
    const written: LanguageModelV4StreamPart[] = [];
    this.#start(written);
    this.#endBlock(written);
    const finishReason = { unified: 'error' as const, raw: undefined };
    return [...written, { type: 'error', error }, { type: 'finish', finishReason, usage: UNKNOWN_USAGE }];
  }

  #start(written: LanguageModelV4StreamPart[]): void {
    if (!this.#warnings) return;
    written.push({ type: 'stream-start', warnings: this.#warnings });
    this.#warnings = undefined;
  }

  #say(kind: Block['kind'], delta: string, written: LanguageModelV4StreamPart[]): void {
    if (this.#block?.kind !== kind) {
      this.#endBlock(written);
      this.#block = { kind, id: String(this.#blocks++) };
      written.push({ type: `${kind}-start`, id: this.#block.id });
    }
    written.push({ type: `${kind}-delta`, id: this.#block.id, delta });
  }

  #endBlock(written: LanguageModelV4StreamPart[]): void {
    if (this.#block) written.push({ type: `${this.#block.kind}-end`, id: this.#block.id });
    this.#block = undefined;
  }
}
