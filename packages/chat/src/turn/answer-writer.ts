import type { StreamLog } from '../ports/stream-log.ts';
import type { DataChunk, TurnChunk, TurnMetadata } from './turn-chunk.ts';

type Phase = 'routing' | 'thinking' | 'tool' | 'writing';

const LABELS: Readonly<Record<Exclude<Phase, 'tool'>, string>> = {
  thinking: '질문을 살펴보고 있습니다.',
  routing: '답변을 준비하고 있습니다.',
  writing: '답변을 쓰고 있습니다.',
};
const TOOL_UNFINISHED = '처리를 마치지 못했습니다.';

/**
 * Writes an answer to its stream and keeps what was said. Puts the chunks into an order that every client
 * takes: parts within steps, nothing left open. Chunks wait for `flush`, and text that comes between two
 * flushes becomes one delta. After `close` nothing more is taken, whoever is still talking.
 */
export class AnswerWriter {
  readonly #log: StreamLog;
  readonly #streamId: string;
  #pending: TurnChunk[] = [];
  #pendingText: string[] = [];
  #pieces: string[] = [];
  #stepStartsAt = 0;
  #length = 0;
  #lengthBeforeStep = 0;
  #textId: string | undefined;
  #textCount = 0;
  #toolCount = 0;
  readonly #openTools = new Set<string>();
  #isInStep = false;
  #isClosed = false;

  constructor(log: StreamLog, streamId: string) {
    this.#log = log;
    this.#streamId = streamId;
  }

  /** All that was said; steps are apart by an empty line. */
  get text(): string {
    return this.#pieces.join('');
  }

  /** UTF-16 units said so far. */
  get length(): number {
    return this.#length;
  }

  get hasWords(): boolean {
    return this.#length > 0;
  }

  /** Whether something was said in the present step. */
  get stepHasWords(): boolean {
    return this.#length > this.#lengthBeforeStep;
  }

  get earlierStepsHaveWords(): boolean {
    return this.#lengthBeforeStep > 0;
  }

  start(messageId: string, messageMetadata: TurnMetadata): void {
    this.#push({ type: 'start', messageId, messageMetadata });
    this.status('thinking');
  }

  /** Tells what is going on; not kept in history. */
  status(phase: Phase, label = phase === 'tool' ? '' : LABELS[phase]): void {
    this.#push({ type: 'data-status', transient: true, data: { v: 1, phase, label } });
  }

  beginStep(): void {
    if (this.#isClosed || this.#isInStep) return;
    this.#isInStep = true;
    this.#stepStartsAt = this.#pieces.length;
    this.#lengthBeforeStep = this.#length;
    this.#push({ type: 'start-step' });
  }

  say(text: string): void {
    if (this.#isClosed || text === '') return;
    if (this.#textId === undefined) {
      if (!this.hasWords) this.status('writing');
      this.#textId = `text-${(this.#textCount += 1)}`;
      this.#push({ type: 'text-start', id: this.#textId });
      if (this.hasWords) this.#pieces.push('\n\n');
    }
    this.#pendingText.push(text);
    this.#pieces.push(text);
    this.#length += text.length;
  }

  /** Takes back what the present step said. Only for clients that declared `reset-step`, or while it said nothing. */
  resetStep(): void {
    if (this.#isClosed || !this.stepHasWords) return;
    this.#endText();
    this.#openTools.clear();
    this.#pieces.length = this.#stepStartsAt;
    this.#length = this.#lengthBeforeStep;
    this.#push({ type: 'reset-step' });
  }

  /** Shows that a tool is called. What the model gave it stays with us: it may hold what is not for customers. */
  beginTool(toolName: string, label: string): string {
    this.#endText();
    const toolCallId = `tool-${(this.#toolCount += 1)}`;
    if (!this.#isClosed) this.#openTools.add(toolCallId);
    this.status('tool', label);
    this.#push({ type: 'tool-input-start', toolCallId, toolName, dynamic: true });
    this.#push({ type: 'tool-input-available', toolCallId, toolName, input: {}, dynamic: true });
    return toolCallId;
  }

  endTool(toolCallId: string, shown: unknown): void {
    if (!this.#openTools.delete(toolCallId)) return;
    this.#push({ type: 'tool-output-available', toolCallId, output: shown ?? { done: true }, dynamic: true });
  }

  failTool(toolCallId: string): void {
    if (!this.#openTools.delete(toolCallId)) return;
    this.#push({ type: 'tool-output-error', toolCallId, errorText: TOOL_UNFINISHED, dynamic: true });
  }

  endStep(): void {
    if (!this.#isInStep) return;
    this.#endText();
    for (const toolCallId of this.#openTools) this.failTool(toolCallId);
    this.#push({ type: 'finish-step' });
    this.#isInStep = false;
  }

  /** Ends what is open and takes nothing more. */
  close(): void {
    this.endStep();
    this.flush();
    this.#isClosed = true;
  }

  /** Writes parts that belong to the answer as a whole, after its end. */
  attach(parts: readonly DataChunk[]): void {
    if (parts.length > 0) this.#log.append(this.#streamId, parts);
  }

  /** Hands what waits to the log. */
  flush(): void {
    this.#flushText();
    if (this.#pending.length === 0) return;
    this.#log.append(this.#streamId, this.#pending);
    this.#pending = [];
  }

  #endText(): void {
    if (this.#textId === undefined) return;
    const id = this.#textId;
    this.#push({ type: 'text-end', id });
    this.#textId = undefined;
  }

  #push(chunk: TurnChunk): void {
    if (this.#isClosed) return;
    this.#flushText();
    this.#pending.push(chunk);
  }

  #flushText(): void {
    if (this.#pendingText.length === 0 || this.#textId === undefined) return;
    this.#pending.push({ type: 'text-delta', id: this.#textId, delta: this.#pendingText.join('') });
    this.#pendingText = [];
  }
}
