import type { Clock } from '@naru/kernel';
import type { FailureKind } from '../failure-kind.ts';
import type { LanguageModel, ModelCall } from '../language-model.ts';
import { ModelError, type ModelErrorOptions } from '../model-error.ts';
import type { FinishPart, StreamPart } from '../stream-part.ts';

/** One line of a script: a part, a failure, or a wait on the script's clock (`forever` until aborted). */
export type ScriptLine =
  | StreamPart
  | { readonly type: 'failure'; readonly kind: FailureKind; readonly options?: ModelErrorOptions }
  | { readonly type: 'wait'; readonly ms: number | 'forever' };

export const say = (text: string): ScriptLine => ({ type: 'text-delta', text });
export const call = (name: string, input: unknown, id = 'call-1'): ScriptLine => ({
  type: 'tool-call',
  id,
  name,
  inputText: JSON.stringify(input),
});
export const fail = (kind: FailureKind, options: ModelErrorOptions = {}): ScriptLine => ({
  type: 'failure',
  kind,
  options,
});
export const wait = (ms: number | 'forever'): ScriptLine => ({ type: 'wait', ms });
export const finish: FinishPart = {
  type: 'finish',
  reason: { unified: 'stop', raw: 'stop' },
  usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, estimated: false },
};

export interface ScriptedModel extends LanguageModel {
  /** What it was asked, in order. */
  readonly calls: readonly ModelCall[];
  /** Calls that were begun and have neither ended nor been left. */
  readonly running: number;
}

/**
 * A model that plays its lines. With several scripts, the first call plays the first one and so on; the last
 * one repeats. An abort is noticed while it waits and between lines.
 */
export function scriptedModel(id: string, scripts: readonly (readonly ScriptLine[])[], clock?: Clock): ScriptedModel {
  const calls: ModelCall[] = [];
  let running = 0;
  return {
    id,
    calls,
    get running() {
      return running;
    },
    async *stream(modelCall) {
      const script = scripts[Math.min(calls.length, scripts.length - 1)] ?? [];
      calls.push(modelCall);
      running += 1;
      try {
        for (const line of script) {
          if (modelCall.signal.aborted) throw new ModelError(id, 'cancelled');
          if (line.type === 'failure') throw new ModelError(id, line.kind, line.options);
          if (line.type === 'wait') await pause(id, line.ms, modelCall.signal, clock);
          else yield [line];
        }
        if (modelCall.signal.aborted) throw new ModelError(id, 'cancelled');
      } finally {
        running -= 1;
      }
    },
  };
}

async function pause(id: string, ms: number | 'forever', signal: AbortSignal, clock: Clock | undefined): Promise<void> {
  try {
    if (ms === 'forever') await aborted(signal);
    else if (clock) await clock.sleep(ms, signal);
    else throw new TypeError('A script that waits needs a clock.');
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new ModelError(id, 'cancelled');
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
