import type { Message, ToolCall } from '@naru/language-model';
import type { Clock } from '@naru/kernel';
import type { AnswerWriter } from '../turn/answer-writer.ts';
import type { TurnReport } from '../turn/report-turn.ts';
import type { ToolAnswer, ToolDesk } from './tool-desk.ts';

export interface ToolCallsDeps {
  readonly tools: ToolDesk;
  readonly writer: AnswerWriter;
  readonly report: Pick<TurnReport, 'toolEnded'>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly signal: AbortSignal;
}

export interface ToolResults {
  /** For the model. */
  readonly messages: readonly Message[];
  /** What the answer may repeat; what a tool refused with is no ground. */
  readonly tellable: readonly string[];
}

/**
 * Runs a step's calls one after the other, since a later one may rest on what an earlier one changed. Each gets its
 * result, shown and for the model; `undefined` when the model goes on calling wrongly or the turn was cut.
 */
export async function runToolCalls(
  calls: readonly ToolCall[],
  { tools, writer, report, clock, signal }: ToolCallsDeps,
): Promise<ToolResults | undefined> {
  const messages: Message[] = [];
  const tellable: string[] = [];
  for (const call of calls) {
    if (signal.aborted) return undefined;
    const shownId = writer.beginTool(call.name, tools.statusLabel(call.name));
    writer.flush();
    const startedMs = clock.monotonicMs();
    const { answer, ...run } = await tools.run(call);
    report.toolEnded({
      ...run,
      outcome: run.outcome === 'fault' && signal.aborted ? 'stopped' : run.outcome,
      durationMs: clock.monotonicMs() - startedMs,
      inputLength: call.inputText.length,
      outputLength: textOf(answer).length,
    });
    if (answer.kind === 'result') writer.endTool(shownId, answer.shown);
    else writer.failTool(shownId);
    writer.flush();
    if (answer.kind === 'give-up') return undefined;
    const { resultText } = answer;
    const of = { role: 'tool', toolCallId: call.id, toolName: call.name } as const;
    if (answer.kind === 'result') tellable.push(resultText, JSON.stringify(answer.shown ?? null));
    messages.push(answer.kind === 'error' ? { ...of, resultText, isError: true } : { ...of, resultText });
  }
  return { messages, tellable };
}

function textOf(answer: ToolAnswer): string {
  return answer.kind === 'give-up' ? '' : answer.resultText;
}
