import type { Logger } from '@naru/kernel';
import type { ToolCall, ToolDefinition } from '@naru/language-model';
import type { AssistantTool, ToolContext, ToolOutcome } from '../assistant/assistant.ts';
import { faultFields } from '../turn/fault-fields.ts';
import type { ToolEnded } from '../ports/turn-observer.ts';
import type { TurnRecord } from '../turn/turn-record.ts';
import { readToolInput } from './read-tool-input.ts';
import { toolCallKey } from './tool-call-key.ts';

/** How often a model is told of one tool that it was called wrongly, before the turn gives up. */
const BAD_CALLS_PER_TOOL = 2;
const MAX_RESULT_CHARS = 32_000;

/** A call that was answered, or the end of the turn's patience. */
export type ToolAnswer = ToolOutcome | { readonly kind: 'give-up' };

export interface ToolRun extends Pick<ToolEnded, 'tool' | 'outcome' | 'callKey'> {
  readonly answer: ToolAnswer;
}

/** Runs the calls of one turn. Who asks comes from the session; of the model's words only the input is taken. */
export class ToolDesk {
  readonly #tools: ReadonlyMap<string, AssistantTool>;
  readonly #turn: TurnRecord;
  readonly #context: Omit<ToolContext, 'callKey'>;
  readonly #logger: Logger;
  readonly #badCalls = new Map<string, number>();
  readonly #occurrences = new Map<string, number>();
  #hasResult = false;

  constructor(
    tools: readonly AssistantTool[],
    turn: TurnRecord,
    context: Omit<ToolContext, 'callKey'>,
    logger: Logger,
  ) {
    this.#tools = new Map(tools.map(tool => [tool.name, tool]));
    this.#turn = turn;
    this.#context = context;
    this.#logger = logger;
  }

  /** What a model is told of the tools. */
  get definitions(): readonly ToolDefinition[] {
    return [...this.#tools.values()].map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  }

  /** Whether any call gave a result, on which an answer can rest. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  statusLabel(toolName: string): string {
    return this.#tools.get(toolName)?.statusLabel ?? '필요한 내용을 확인하고 있습니다.';
  }

  async run({ name, inputText }: ToolCall): Promise<ToolRun> {
    const tool = this.#tools.get(name);
    if (!tool)
      return this.#badCall(name, `There is no tool of that name. Tools: ${[...this.#tools.keys()].join(', ')}`);
    const input = readToolInput(inputText);
    if (!input) return this.#badCall(name, 'The input was not a JSON object. Call the tool again with valid JSON.');
    const callKey = this.#callKey(name, input);
    try {
      const outcome = await tool.run(input, { ...this.#context, callKey });
      if (outcome.kind === 'result') this.#hasResult = true;
      const answer = { ...outcome, resultText: outcome.resultText.slice(0, MAX_RESULT_CHARS) };
      return { answer, outcome: outcome.kind, tool: name, callKey };
    } catch (error) {
      const { id: turnId, sessionId, traceId } = this.#turn;
      this.#logger.error({ turnId, sessionId, traceId, tool: name, ...faultFields(error) }, 'a tool failed');
      return { answer: { kind: 'error', resultText: 'The tool failed.' }, outcome: 'fault', tool: name, callKey };
    }
  }

  #badCall(toolName: string, resultText: string): ToolRun {
    const count = (this.#badCalls.get(toolName) ?? 0) + 1;
    this.#badCalls.set(toolName, count);
    const answer: ToolAnswer = count > BAD_CALLS_PER_TOOL ? { kind: 'give-up' } : { kind: 'error', resultText };
    const tool = this.#tools.has(toolName) ? toolName : undefined;
    return { answer, outcome: answer.kind === 'give-up' ? 'give-up' : 'error', tool, callKey: undefined };
  }

  #callKey(toolName: string, input: Readonly<Record<string, unknown>>): string {
    const first = toolCallKey(this.#turn, toolName, input, 0);
    const occurrence = this.#occurrences.get(first) ?? 0;
    this.#occurrences.set(first, occurrence + 1);
    return occurrence === 0 ? first : toolCallKey(this.#turn, toolName, input, occurrence);
  }
}
