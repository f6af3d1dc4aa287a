import {
  createTurnBudget,
  ModelError,
  type Message,
  type ModelCall,
  type TurnBudget,
  type UnifiedFinishReason,
} from '@naru/language-model';
import type { AskModel } from '../assistant/assistant.ts';
import { chatFailure } from '../chat-error.ts';
import { CostGuard } from '../guards/cost/cost-guard.ts';
import { OutputFacts } from '../guards/output/output-facts.ts';
import { OutputGuard } from '../guards/output/output-guard.ts';
import { runToolCalls } from '../tools/run-tool-calls.ts';
import { ToolDesk } from '../tools/tool-desk.ts';
import type { AnswerEnd } from './answer-end.ts';
import { block } from './block-answer.ts';
import { faultFields } from './fault-fields.ts';
import { outageOf } from './outage-of.ts';
import { providerFailure } from './provider-failure.ts';
import { readStep, type StepRead } from './read-step.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnUnderWay } from './turn-under-way.ts';

/** Lets the model answer, running its tool calls between the steps, until it has said all or a limit is met. */
export async function askModel(preparation: AskModel, underWay: TurnUnderWay, deps: TurnDeps): Promise<AnswerEnd> {
  const { turn, request, writer, voice, notes, report } = underWay;
  const maxSteps = preparation.maxToolDepth + 1;
  const { extraAttempts, waitMs, moneyMicros = Infinity } = deps.settings.budget;
  const budget = createTurnBudget({ extraAttempts, steps: maxSteps, waitMs, moneyMicros });
  const context = { owner: request.owner, sessionId: turn.session.id, turnId: turn.record.id, signal: turn.signal };
  const costGuard = new CostGuard(moneyMicros, budget, deps.prices);
  underWay.voice.open(new OutputGuard(new OutputFacts(preparation, turn.record.userText)));
  const tools = new ToolDesk(preparation.tools, turn.record, context, deps.logger);
  const messages = [...preparation.messages];
  writer.status('routing');

  for (let step = 1; budget.takeStep(); step += 1) {
    writer.beginStep();
    writer.flush();
    const call = { ...callOf(preparation, messages, underWay), tools: tools.definitions, budget };
    const outcome = await tryStep(underWay, call, costGuard, deps);
    if (outcome.kind !== 'ended') return outcome;
    const { finishReason, toolCalls, text } = outcome;
    report.step(
      step,
      toolCalls.map(({ name }) => name),
    );
    if (finishReason === 'content-filter') return block('content-filter', underWay);
    if (toolCalls.length === 0) return saidAll(finishReason, underWay);
    if (step === maxSteps) break;

    messages.push({ role: 'assistant', text, toolCalls });
    const results = await runToolCalls(toolCalls, { tools, writer, report, clock: deps.clock, signal: turn.signal });
    if (!results) return { kind: 'too-many-steps', used: step, limit: maxSteps };
    messages.push(...results.messages);
    for (const text of results.tellable) voice.hearToolResult(text);
    notes.hasToolResult = tools.hasResult;
    writer.endStep();
  }
  return { kind: 'too-many-steps', used: maxSteps, limit: maxSteps };
}

function callOf(
  { intent, risk, sources, settings }: AskModel,
  messages: readonly Message[],
  { turn, request, assistant }: TurnUnderWay,
): Omit<ModelCall, 'tools'> {
  const { requestId, traceId, mode } = request;
  // A client that cannot take words back must not be made to: there the router asks for no recovery.
  const acceptsRestart = request.accepts.has('reset-step');
  return {
    prompt: sources.length === 0 ? { messages } : { messages, sources },
    settings: { ...settings, mode, acceptsRestart },
    signal: turn.signal,
    labels: { requestId, traceId, assistant: assistant.name, intent, risk, sessionId: turn.session.id },
  };
}

async function tryStep(
  underWay: TurnUnderWay,
  call: ModelCall & { readonly budget: TurnBudget },
  costGuard: CostGuard,
  { languageModel, logger }: TurnDeps,
): Promise<StepRead | AnswerEnd> {
  const { assistant, request, turn, voice } = underWay;
  const refused = costGuard.refuses(call, assistant.name);
  if (refused) return { kind: 'too-dear', ...refused };
  try {
    const mayRestart = request.accepts.has('reset-step');
    const reader = { ...underWay, costGuard, policy: assistant.name, mayRestart };
    const outcome = await readStep(languageModel(assistant.name), call, reader);
    switch (outcome.kind) {
      case 'ended':
      case 'too-dear':
        return outcome;
      case 'blocked':
        return block(outcome.rule, underWay);
      case 'broken':
        return { kind: 'failed', failure: chatFailure('PROVIDER_UNAVAILABLE') };
    }
  } catch (error) {
    if (error instanceof ModelError) {
      if (error.kind === 'content_filter') return { ...block('content-filter', underWay), outage: outageOf(error) };
      // Attempts that failed were paid for as well.
      const spent = call.budget.moneyLeftMicros <= 0 ? costGuard.spent : undefined;
      if (spent && error.kind === 'quota') return { kind: 'too-dear', ...spent };
      // What is held was heard before it broke.
      const rule = voice.endStep();
      return rule
        ? block(rule, underWay)
        : { kind: 'failed', failure: providerFailure(error), outage: outageOf(error) };
    }
    const { id: turnId, sessionId, traceId } = turn.record;
    logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'a model threw what is no ModelError');
    return { kind: 'failed', failure: chatFailure('INTERNAL') };
  }
}

function saidAll(finishReason: UnifiedFinishReason, underWay: TurnUnderWay): AnswerEnd {
  const rule = underWay.voice.endAnswer();
  if (rule) return block(rule, underWay);
  const isOrdinary = finishReason === 'stop' || finishReason === 'length';
  return { kind: 'said', finishReason: isOrdinary ? finishReason : 'other' };
}
