import type { Clock } from '@naru/kernel';
import {
  estimateTokens,
  ModelError,
  type LanguageModel,
  type ModelCall,
  type StreamPart,
  type TokenUsage,
} from '@naru/language-model';
import { classifyToyError } from './classify-toy-error.ts';
import { composeAnswer } from './compose-answer.ts';
import { cutText, wordsOf } from './from-toy-stream.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { toToyRequest } from './to-toy-request.ts';
import type { ToyAnswer, ToyRequest } from './toy-wire.ts';

export interface ToyModelOptions {
  /** The provider's alias, for errors. */
  readonly id: string;
  /** Its name in answers. Default `toy`. */
  readonly model?: string;
  /** How fast it speaks. Default: as fast as it is read. */
  readonly pace?: { readonly clock: Clock; readonly wordMs: number };
  /** How it thinks. Default: `composeAnswer`. */
  readonly compose?: (request: ToyRequest) => ToyAnswer;
  /** How its tokens are counted. Default: `estimateTokens`, which is what a token of this model is. */
  readonly countTokens?: (text: string) => number;
}

const WORDS_PER_BATCH = 8;

/**
 * The embedded model: no network, no key, no chance. Its usage is not an estimate: for this model the count is
 * the definition.
 */
export function createToyModel({
  id,
  model = 'toy',
  pace,
  compose = composeAnswer,
  countTokens = estimateTokens,
}: ToyModelOptions): LanguageModel {
  return {
    id,
    async *stream(call) {
      try {
        call.signal.throwIfAborted();
        const answer = compose(toToyRequest(call));
        const { text, wasCut } =
          answer.kind === 'text' ? cutText(answer.text, call.settings) : { text: '', wasCut: false };
        yield [{ type: 'response', model }];
        for (const [index, words] of batchesOf(text, call, pace !== undefined).entries()) {
          if (pace && index > 0) await pace.clock.sleep(pace.wordMs, call.signal);
          call.signal.throwIfAborted();
          yield words.map((word): StreamPart => ({ type: 'text-delta', text: word }));
        }
        const reason = mapStopReason(answer.kind, wasCut);
        const written = answer.kind === 'text' ? text : answer.toolCall.name + answer.toolCall.inputText;
        yield [...lastParts(answer), { type: 'finish', reason, usage: countUsage(call, written, countTokens) }];
      } catch (error) {
        if (error instanceof ModelError) throw error;
        const { kind, detail } = classifyToyError(call.signal);
        throw new ModelError(id, kind, { detail, dispatched: false });
      }
    },
  };
}

function batchesOf(text: string, { settings }: ModelCall, isPaced: boolean): readonly (readonly string[])[] {
  if (text === '') return [];
  if (settings.mode === 'json') return [[text]];
  const words = wordsOf(text);
  const size = isPaced ? 1 : WORDS_PER_BATCH;
  return Array.from({ length: Math.ceil(words.length / size) }, (_, batch) =>
    words.slice(batch * size, (batch + 1) * size),
  );
}

function lastParts(answer: ToyAnswer): StreamPart[] {
  if (answer.kind === 'tool-call') return [{ type: 'tool-call', ...answer.toolCall }];
  return answer.citations.length > 0 ? [{ type: 'sources', citations: answer.citations }] : [];
}

function countUsage({ prompt }: ModelCall, written: string, countTokens: (text: string) => number): TokenUsage {
  const asked = prompt.messages.map(message => (message.role === 'tool' ? message.resultText : message.text));
  const read = [...asked, ...(prompt.sources ?? []).map(({ text }) => text)].join('\n');
  return { inputTokens: countTokens(read), outputTokens: countTokens(written), cacheReadTokens: 0, estimated: false };
}
