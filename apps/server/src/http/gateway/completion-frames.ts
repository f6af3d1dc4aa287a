import type { StreamPart } from '@naru/language-model';
import { OPENAI_FINISH_REASONS, openaiUsage } from './finish-reasons.ts';

export interface FrameOptions {
  readonly id: string;
  readonly model: string;
  readonly createdSeconds: number;
  /** Whether the client asked for a last frame with the usage. */
  readonly wantsUsage: boolean;
}

export const DONE_FRAME = 'data: [DONE]\n\n';

/** Writes one answer's parts as OpenAI's chunks. What is the same in every chunk is made once. */
export class CompletionFrames {
  readonly #head: string;
  readonly #tail: string;
  readonly #wantsUsage: boolean;
  readonly #toolCalls = new Map<string, { readonly index: number; inputChars: number }>();
  #isFirst = true;

  constructor({ id, model, createdSeconds, wantsUsage }: FrameOptions) {
    const common = `"id":${JSON.stringify(id)},"object":"chat.completion.chunk","created":${createdSeconds},"model":${JSON.stringify(model)}`;
    this.#head = `data: {${common},"choices":[`;
    this.#tail = wantsUsage ? `],"usage":null}\n\n` : `]}\n\n`;
    this.#wantsUsage = wantsUsage;
  }

  /** The frames of one batch, to be written at once; empty when the batch says nothing to an OpenAI client. */
  of(parts: readonly StreamPart[]): string {
    let frames = '';
    for (const part of parts) {
      switch (part.type) {
        case 'text-delta':
          frames += this.#delta(`"content":${JSON.stringify(part.text)}`);
          break;
        case 'reasoning-delta':
          frames += this.#delta(`"reasoning_content":${JSON.stringify(part.text)}`);
          break;
        case 'tool-call-start':
          frames += this.#toolCallStart(part.id, part.name, '');
          break;
        case 'tool-call-delta':
          frames += this.#toolCallDelta(part.id, part.inputText);
          break;
        case 'tool-call':
          frames += this.#toolCallWhole(part.id, part.name, part.inputText);
          break;
        case 'finish':
          frames += this.#choice('{}', `"${OPENAI_FINISH_REASONS[part.reason.unified]}"`);
          if (this.#wantsUsage) frames += `${this.#head}],"usage":${JSON.stringify(openaiUsage(part.usage))}}\n\n`;
          break;
        case 'response':
        case 'served':
        case 'sources':
        case 'restart':
          break;
      }
    }
    return frames;
  }

  #delta(fields: string): string {
    const role = this.#isFirst ? '"role":"assistant",' : '';
    this.#isFirst = false;
    return this.#choice(`{${role}${fields}}`, 'null');
  }

  #choice(delta: string, finishReason: string): string {
    return `${this.#head}{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finishReason}}${this.#tail}`;
  }

  #toolCallStart(id: string, name: string, inputText: string): string {
    const index = this.#toolCalls.size;
    this.#toolCalls.set(id, { index, inputChars: inputText.length });
    const call = { index, id, type: 'function', function: { name, arguments: inputText } };
    return this.#delta(`"tool_calls":[${JSON.stringify(call)}]`);
  }

  #toolCallDelta(id: string, inputText: string): string {
    const known = this.#toolCalls.get(id);
    if (!known) return '';
    known.inputChars += inputText.length;
    return this.#delta(`"tool_calls":[${JSON.stringify({ index: known.index, function: { arguments: inputText } })}]`);
  }

  /** A call that was told in deltas is told already; one whose deltas were empty still lacks its input. */
  #toolCallWhole(id: string, name: string, inputText: string): string {
    const known = this.#toolCalls.get(id);
    if (!known) return this.#toolCallStart(id, name, inputText);
    return known.inputChars === 0 && inputText !== '' ? this.#toolCallDelta(id, inputText) : '';
  }
}
