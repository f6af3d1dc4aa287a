import assert from 'node:assert/strict';
import type { FailureKind } from '../failure-kind.ts';
import type { LanguageModel, ModelCall } from '../language-model.ts';
import { ModelError } from '../model-error.ts';
import type { StreamPart } from '../stream-part.ts';
import { aModelCall } from './a-model-call.ts';

export interface Heard {
  readonly parts: readonly StreamPart[];
  readonly batches: number;
  /** What it ended with, when not well. */
  readonly error: ModelError | undefined;
}

/** Reads a model to its end or its error. */
export async function hear(model: LanguageModel, overrides: Partial<ModelCall> = {}): Promise<Heard> {
  const parts: StreamPart[] = [];
  let batches = 0;
  try {
    for await (const batch of model.stream(aModelCall(overrides))) {
      parts.push(...batch);
      batches += 1;
    }
    return { parts, batches, error: undefined };
  } catch (error) {
    assert.ok(error instanceof ModelError, `expected a ModelError, got ${String(error)}`);
    return { parts, batches, error };
  }
}

export async function failureOf(
  model: LanguageModel,
  overrides: Partial<ModelCall> = {},
): Promise<FailureKind | undefined> {
  return (await hear(model, overrides)).error?.kind;
}

export function textOf(parts: readonly StreamPart[]): string {
  return parts.map(part => (part.type === 'text-delta' ? part.text : '')).join('');
}
