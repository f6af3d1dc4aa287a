import type { LanguageModel, ModelCall, ServedPart, ToolCall, UnifiedFinishReason } from '@naru/language-model';
import type { AnswerNotes } from './answer-notes.ts';
import type { AnswerWriter } from './answer-writer.ts';

/** An answer that is longer is ended here: nobody reads on, and everything has a limit. */
const MAX_ANSWER_CHARS = 100_000;
/** Calls beyond these are not run; the model sees no result of them and has to ask again. */
const MAX_TOOL_CALLS_PER_STEP = 16;

export interface StepReader {
  readonly writer: AnswerWriter;
  readonly notes: AnswerNotes;
  /** Whether words that are out may be taken back. */
  readonly mayRestart: boolean;
  /** Called with every word and tool call. */
  readonly onContent: () => void;
}

/** What one model call said. */
export interface StepRead {
  readonly kind: 'ended';
  readonly finishReason: UnifiedFinishReason;
  readonly toolCalls: readonly ToolCall[];
  /** What it said, as shown. */
  readonly text: string;
}

/** `broken`: the provider began anew after words that this client cannot take back. */
export type StepOutcome = StepRead | { readonly kind: 'broken' };

/**
 * Reads one model call into the answer, one flush for each batch.
 *
 * @throws what the model throws
 */
export async function readStep(
  model: LanguageModel,
  call: ModelCall,
  { writer, notes, mayRestart, onContent }: StepReader,
): Promise<StepOutcome> {
  const step = notes.beginStep();
  let toolCalls: ToolCall[] = [];
  let said: string[] = [];
  let finishReason: UnifiedFinishReason | undefined;
  let answeringModel = model.id;

  const say = (text: string): void => {
    said.push(text);
    writer.say(text);
  };

  for await (const parts of model.stream(call)) {
    if (call.signal.aborted) break;
    for (const part of parts) {
      switch (part.type) {
        case 'text-delta':
          onContent();
          say(step.marks.push(part.text));
          break;
        case 'tool-call':
          onContent();
          if (toolCalls.length < MAX_TOOL_CALLS_PER_STEP) {
            toolCalls.push({ id: part.id, name: part.name, inputText: part.inputText });
          }
          break;
        case 'sources':
          step.named.push(...part.citations);
          break;
        case 'served':
          step.served = part;
          break;
        case 'response':
          answeringModel = part.model ?? answeringModel;
          break;
        case 'finish':
          step.served ??= servedAlone(model.id, answeringModel);
          step.usage = part.usage;
          step.costMicros = part.costMicros;
          finishReason = part.reason.unified;
          break;
        case 'restart':
          if (writer.stepHasWords && !mayRestart) return { kind: 'broken' };
          writer.resetStep();
          notes.restartStep(step);
          [toolCalls, said] = [[], []];
          break;
        case 'reasoning-delta':
        case 'tool-call-start':
        case 'tool-call-delta':
          break;
      }
    }
    writer.flush();
    if (writer.length > MAX_ANSWER_CHARS) {
      [finishReason, toolCalls] = ['length', []];
      break;
    }
  }
  say(step.marks.end());
  return { kind: 'ended', finishReason: finishReason ?? 'other', toolCalls, text: said.join('') };
}

/** A model that is no router does not say who served: it did. */
function servedAlone(provider: string, model: string): ServedPart {
  return {
    type: 'served',
    provider,
    model,
    attempts: 1,
    decisionId: '',
    reason: 'default',
    isFallback: false,
    passThrough: false,
  };
}
