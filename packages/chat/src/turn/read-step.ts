import type { LanguageModel, ModelCall, ServedPart, ToolCall, UnifiedFinishReason } from '@naru/language-model';
import type { CostGuard, OverCost } from '../guards/cost/cost-guard.ts';
import type { OutputRuleName } from '../guards/output/output-rule.ts';
import type { AnswerNotes } from './answer-notes.ts';
import type { AnswerWriter } from './answer-writer.ts';
import type { GuardedVoice } from './guarded-voice.ts';

/** An answer that is longer is ended here: nobody reads on, and everything has a limit. */
const MAX_ANSWER_CHARS = 100_000;
/** Calls beyond these are not run; the model sees no result of them and has to ask again. */
const MAX_TOOL_CALLS_PER_STEP = 16;

export interface StepReader {
  readonly writer: AnswerWriter;
  readonly voice: GuardedVoice;
  readonly costGuard: CostGuard;
  readonly policy: string;
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

export type StepOutcome =
  | StepRead
  /** The provider began anew after words that this client cannot take back. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'blocked'; readonly rule: OutputRuleName }
  | ({ readonly kind: 'too-dear' } & OverCost);

/**
 * Reads one model call into the answer, one flush for each batch. All of its words pass the guards.
 *
 * @throws what the model throws
 */
export async function readStep(
  model: LanguageModel,
  call: ModelCall,
  { writer, voice, costGuard, policy, notes, mayRestart, onContent }: StepReader,
): Promise<StepOutcome> {
  const meter = costGuard.meter(call, policy);
  const step = notes.beginStep(meter);
  let toolCalls: ToolCall[] = [];
  let said: string[] = [];
  let finishReason: UnifiedFinishReason | undefined;
  let answeringModel = model.id;
  let blockedBy: OutputRuleName | undefined;

  const say = (text: string): OutputRuleName | undefined => {
    said.push(text);
    return voice.say(text);
  };

  for await (const parts of model.stream(call)) {
    if (call.signal.aborted) break;
    for (const part of parts) {
      switch (part.type) {
        case 'text-delta':
          onContent();
          meter.hear(part.text);
          blockedBy ??= say(step.marks.push(part.text));
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
          costGuard.served(meter, part.provider);
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
          voice.restartStep();
          notes.restartStep(step);
          [toolCalls, said] = [[], []];
          break;
        case 'reasoning-delta':
          meter.hear(part.text);
          break;
        case 'tool-call-delta':
          meter.hear(part.inputText);
          break;
        case 'tool-call-start':
          break;
      }
    }
    if (blockedBy !== undefined) return { kind: 'blocked', rule: blockedBy };
    writer.flush();
    const over = finishReason === undefined ? costGuard.ends(meter) : undefined;
    if (over) return { kind: 'too-dear', ...over };
    if (writer.length > MAX_ANSWER_CHARS) {
      [finishReason, toolCalls] = ['length', []];
      break;
    }
  }
  // Words before a provider's own filter stepped in are blocked with it.
  if (finishReason !== 'content-filter') blockedBy = say(step.marks.end()) ?? voice.endStep();
  if (blockedBy !== undefined) return { kind: 'blocked', rule: blockedBy };
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
