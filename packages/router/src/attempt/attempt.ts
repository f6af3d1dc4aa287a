import type { Clock } from '@naru/kernel';
import {
  ModelError,
  type FinishPart,
  type LanguageModel,
  type ModelCall,
  type OutcomeClass,
  type QuotaSignal,
  type StreamPart,
  type TokenUsage,
} from '@naru/language-model';
import { AcceptedContent } from './accepted-content.ts';
import type { AttemptResult } from './attempt-result.ts';
import { AttemptTimers, type AttemptLimits, type Expiry } from './attempt-timers.ts';
import { estimatedUsage } from './estimated-usage.ts';
import { failureOf } from './failure-of.ts';
import { InterruptibleParts } from './interruptible-parts.ts';

export interface AttemptOptions {
  readonly alias: string;
  readonly model: LanguageModel;
  readonly call: ModelCall;
  readonly limits: AttemptLimits;
  /** What the request's input is taken to be long, for an answer whose usage nobody reported. */
  readonly inputTokens: number;
  /** Micro-units; `undefined` where no price is known. */
  readonly costOf: (usage: TokenUsage) => number | undefined;
  readonly clock: Clock;
  readonly observer: AttemptObserver;
}

export interface AttemptObserver {
  /** The provider has begun to answer: the headers of a JSON answer, the first accepted content of a stream. */
  answering?(): void;
  /** The first accepted content is there. */
  committed(firstTokenMs: number): void;
  /** Called exactly once, whatever happens. */
  ended(result: AttemptResult): void;
}

const NOTHING_MORE = Promise.resolve(undefined);

/**
 * One call to one provider: its own abort, its own timers, one outcome.
 *
 * `untilCommit` holds everything back until the first accepted content. `leave` may be called at any moment, also
 * while a read is under way, and again after the end.
 */
export class Attempt {
  readonly #options: AttemptOptions;
  readonly #content: AcceptedContent;
  readonly #startedAtMs: number;
  readonly #onCallerLeft = (): void => this.leave();
  #timers: AttemptTimers | undefined;
  #parts: InterruptibleParts | undefined;
  #result: AttemptResult | undefined;
  #firstArrivalMs: number | undefined;
  #firstTokenMs: number | undefined;
  #committedAfterMs: number | undefined;
  #quota: QuotaSignal | undefined;
  #responseModel: string | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
    const { mode, toolCallCommit } = options.call.settings;
    this.#content = new AcceptedContent(mode, toolCallCommit ?? 'complete');
    this.#startedAtMs = options.clock.monotonicMs();
  }

  /** The model's name as the provider gives it; missing where it did not. */
  get responseModel(): string | undefined {
    return this.#responseModel;
  }

  /** How it ended; missing while it runs. */
  get result(): AttemptResult | undefined {
    return this.#result;
  }

  /** Whether the answer holds a tool call or the beginning of one. */
  get hasToolCall(): boolean {
    return this.#content.hasToolCall;
  }

  /**
   * Sends the call and waits for its first accepted content.
   *
   * @returns everything that came up to then; it may be handed out
   * @throws {ModelError} when the attempt ends before
   */
  async untilCommit(): Promise<readonly StreamPart[]> {
    const parts = this.#open();
    const first = await this.#read(parts);
    if (this.#content.isAccepted) return first;
    const held = [...first];
    while (!this.#content.isAccepted) {
      for (const part of await this.#read(parts)) held.push(part);
    }
    return held;
  }

  /**
   * The next batch after the commit point; `undefined` after the `finish` part.
   *
   * @throws {ModelError} when the answer breaks
   */
  next(): Promise<readonly StreamPart[] | undefined> {
    return this.#content.finish || !this.#parts ? NOTHING_MORE : this.#read(this.#parts);
  }

  /** Ends the provider's work if it still goes on. */
  leave(): void {
    if (this.#result) return;
    this.#fail(new ModelError(this.#options.alias, 'cancelled', { dispatched: this.#parts !== undefined }));
  }

  #open(): InterruptibleParts {
    const { call, clock, limits, model } = this.#options;
    if (call.signal.aborted) this.leave();
    if (this.#result?.error) throw this.#result.error;
    call.signal.addEventListener('abort', this.#onCallerLeft, { once: true });
    // Armed before the model is asked: nothing of what it does is without a limit.
    this.#timers = new AttemptTimers(clock, limits, expiry => this.#expire(expiry));
    try {
      this.#parts = new InterruptibleParts(model, call);
      return this.#parts;
    } catch (error) {
      throw this.#fail(failureOf(error, this.#options.alias));
    }
  }

  async #read(parts: InterruptibleParts): Promise<readonly StreamPart[]> {
    if (this.#result?.error) throw this.#result.error;
    let step: IteratorResult<readonly StreamPart[]>;
    this.#timers?.waiting();
    try {
      step = await parts.next();
    } catch (error) {
      throw this.#result?.error ?? this.#fail(failureOf(error, this.#options.alias));
    }
    // What arrived in the same instant as the end came too late.
    if (this.#result?.error) throw this.#result.error;
    this.#timers?.arrived();
    if (step.done) throw this.#fail(this.#error('stream_broken', 'it ended without a finish'));
    return this.#accept(step.value);
  }

  #accept(batch: readonly StreamPart[]): readonly StreamPart[] {
    const { chars, hasInternal, problem } = this.#content.take(batch);
    if (this.#firstArrivalMs === undefined) this.#firstArrived();
    if (chars > 0) {
      this.#firstTokenMs ??= this.#elapsedMs();
      this.#timers?.content(chars);
    }
    const passed = hasInternal ? this.#withoutInternal(batch) : batch;
    if (problem) throw this.#fail(this.#error(problem.kind, problem.detail));
    if (this.#committedAfterMs === undefined && this.#content.isAccepted) this.#commit(chars);
    return this.#content.finish ? this.#complete(passed, this.#content.finish) : passed;
  }

  #firstArrived(): void {
    this.#firstArrivalMs = this.#elapsedMs();
    if (this.#options.call.settings.mode !== 'json') return;
    this.#options.observer.answering?.();
    // Behind the headers of a JSON answer there is nothing to wait for but all of it, for which total is the limit.
    this.#timers?.content(0);
    this.#timers?.committed(0);
  }

  #commit(chars: number): void {
    this.#committedAfterMs = this.#elapsedMs();
    this.#timers?.committed(chars);
    if (this.#options.call.settings.mode === 'stream') this.#options.observer.answering?.();
    this.#options.observer.committed(this.#firstTokenMs ?? this.#committedAfterMs);
  }

  #complete(batch: readonly StreamPart[], finish: FinishPart): readonly StreamPart[] {
    const costMicros = this.#options.costOf(finish.usage);
    this.#end('ok', undefined, finish.usage, costMicros);
    this.#parts?.closeDown(this.#options.clock);
    return costMicros === undefined ? batch : batch.map(part => (part === finish ? { ...finish, costMicros } : part));
  }

  /** Takes out what a router keeps to itself, but for its bytes: who gets bytes must get all of them. */
  #withoutInternal(batch: readonly StreamPart[]): readonly StreamPart[] {
    const passed: StreamPart[] = [];
    for (const part of batch) {
      if (part.type === 'response') {
        this.#responseModel ??= part.model;
        this.#quota = part.quota ?? this.#quota;
      }
      if (part.type !== 'response' && part.type !== 'served') passed.push(part);
      else if (part.frame) passed.push({ type: 'reasoning-delta', text: '', frame: part.frame });
    }
    return passed;
  }

  #expire(expiry: Expiry): void {
    if (this.#result) return;
    if (expiry === 'turn_wait_spent') this.#fail(this.#error('cancelled', 'the turn may wait no longer'), true);
    else this.#fail(this.#error(expiry));
  }

  #error(kind: Exclude<OutcomeClass, 'ok'>, detail?: string): ModelError {
    return new ModelError(this.#options.alias, kind, { detail });
  }

  #fail(error: ModelError, turnWaitSpent = false): ModelError {
    const usage = estimatedUsage(this.#options.inputTokens, this.#content, error);
    this.#end(error.kind, error, usage, this.#options.costOf(usage), turnWaitSpent);
    this.#parts?.interrupt(error);
    return error;
  }

  #end(
    outcome: OutcomeClass,
    error: ModelError | undefined,
    usage: TokenUsage,
    costMicros: number | undefined,
    turnWaitSpent = false,
  ): void {
    const durationMs = this.#elapsedMs();
    const isJson = this.#options.call.settings.mode === 'json';
    this.#timers?.stop();
    this.#options.call.signal.removeEventListener('abort', this.#onCallerLeft);
    this.#result = {
      outcome,
      error,
      turnWaitSpent,
      committed: this.#committedAfterMs !== undefined,
      dispatched: error?.dispatched ?? true,
      durationMs,
      waitedMs: (isJson ? this.#firstArrivalMs : this.#committedAfterMs) ?? durationMs,
      firstTokenMs: this.#firstTokenMs,
      usage,
      costMicros,
      quota: this.#quota,
    };
    this.#options.observer.ended(this.#result);
  }

  #elapsedMs(): number {
    return this.#options.clock.monotonicMs() - this.#startedAtMs;
  }
}
