import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectStream } from '../collect-stream.ts';
import type { FailureKind } from '../failure-kind.ts';
import type { CallMode, LanguageModel } from '../language-model.ts';
import { ModelError } from '../model-error.ts';
import type { StreamPart } from '../stream-part.ts';
import { aModelCall } from './a-model-call.ts';

/** What the provider behind the model is to do. */
export type ProviderScene =
  | {
      readonly does: 'answer';
      readonly deltas: readonly string[];
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  | {
      readonly does: 'call-tool';
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    }
  /** Says `delta`, then nothing more, and keeps the connection open. */
  | { readonly does: 'stall-after'; readonly delta: string }
  /** Says `delta`, then closes the connection without its terminator. */
  | { readonly does: 'cut-after'; readonly delta: string }
  | { readonly does: 'refuse'; readonly status: number };

export interface OpenedModel extends AsyncDisposable {
  readonly model: LanguageModel;
  /** Resolves once the provider has seen its caller leave. Missing where nothing can be seen, as in process. */
  readonly callerLeft?: Promise<void>;
}

export interface LanguageModelHarness {
  readonly modes: readonly CallMode[];
  open(scene: ProviderScene): Promise<OpenedModel>;
  /** Scenes that this kind of model cannot play, each with the reason. */
  readonly gaps?: Readonly<Partial<Record<ProviderScene['does'], string>>>;
}

const STATUSES: readonly (readonly [number, FailureKind])[] = [
  [400, 'bad_request'],
  [401, 'auth'],
  [402, 'quota'],
  [403, 'auth'],
  [404, 'not_found'],
  [408, 'timeout_total'],
  [429, 'rate_limited'],
  [500, 'server'],
  [503, 'server'],
];

/** What every `LanguageModel` over a provider must do. Each implementation's test calls this once. */
export function describeLanguageModel(name: string, harness: LanguageModelHarness): void {
  const plays = (scene: ProviderScene['does']): boolean => harness.gaps?.[scene] === undefined;

  describe(`${name} (LanguageModel contract)`, () => {
    for (const mode of harness.modes) {
      it(`gives a whole answer in order, with its usage, and finish last (${mode})`, async () => {
        const scene: ProviderScene = {
          does: 'answer',
          deltas: ['안녕', '하세요 👋', '\n끝'],
          inputTokens: 12,
          outputTokens: 7,
        };
        await using opened = await harness.open(scene);
        const parts = await readAll(opened.model, mode);
        const answer = await collectStream(inOneBatch(parts));
        assert.equal(answer.text, '안녕하세요 👋\n끝');
        assert.equal(answer.finish.reason.unified, 'stop');
        assert.equal(answer.finish.usage.inputTokens, 12);
        assert.equal(answer.finish.usage.outputTokens, 7);
        assert.equal(answer.finish.usage.estimated, false);
        assert.equal(parts.at(-1)?.type, 'finish');
        assert.equal(parts.filter(part => part.type === 'finish').length, 1);
      });

      if (plays('call-tool')) {
        it(`gives a tool call once it is complete (${mode})`, async () => {
          await using opened = await harness.open({
            does: 'call-tool',
            id: 'call-7',
            name: 'find_order',
            input: { number: '17', note: '빠른' },
          });
          const answer = await collectStream(inOneBatch(await readAll(opened.model, mode)));
          assert.equal(answer.toolCalls.length, 1);
          assert.equal(answer.toolCalls[0]?.name, 'find_order');
          assert.deepEqual(JSON.parse(answer.toolCalls[0]?.inputText ?? ''), { number: '17', note: '빠른' });
          assert.equal(answer.finish.reason.unified, 'tool-calls');
        });
      }

      if (plays('refuse')) {
        for (const [status, kind] of STATUSES) {
          it(`throws ${kind} for status ${status} (${mode})`, async () => {
            await using opened = await harness.open({ does: 'refuse', status });
            await assert.rejects(readAll(opened.model, mode), failedAs(kind));
          });
        }
      }
    }

    if (plays('cut-after') && harness.modes.includes('stream')) {
      it('never takes a cut answer for a complete one', async () => {
        await using opened = await harness.open({ does: 'cut-after', delta: '반만' });
        const seen: StreamPart[] = [];
        await assert.rejects(
          async () => {
            for await (const batch of opened.model.stream(aModelCall())) seen.push(...batch);
          },
          failedAs('stream_broken', 'network'),
        );
        assert.equal(
          seen.some(part => part.type === 'finish'),
          false,
        );
      });
    }

    if (plays('stall-after') && harness.modes.includes('stream')) {
      it('stops the provider and throws cancelled when the signal aborts', async () => {
        await using opened = await harness.open({ does: 'stall-after', delta: '하나' });
        const stop = new AbortController();
        await assert.rejects(async () => {
          for await (const batch of opened.model.stream(aModelCall({ signal: stop.signal }))) {
            if (batch.some(part => part.type === 'text-delta')) stop.abort();
          }
        }, failedAs('cancelled'));
        await opened.callerLeft;
      });

      it('stops the provider when its reader leaves', async () => {
        await using opened = await harness.open({ does: 'stall-after', delta: '하나' });
        for await (const batch of opened.model.stream(aModelCall())) {
          if (batch.some(part => part.type === 'text-delta')) break;
        }
        await opened.callerLeft;
      });
    }

    it('asks nobody when the signal has aborted before', async () => {
      await using opened = await harness.open({ does: 'answer', deltas: ['하나'], inputTokens: 1, outputTokens: 1 });
      await assert.rejects(async () => {
        for await (const _ of opened.model.stream(aModelCall({ signal: AbortSignal.abort() })));
      }, failedAs('cancelled'));
    });
  });
}

async function readAll(model: LanguageModel, mode: CallMode): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const batch of model.stream(aModelCall({ settings: { mode } }))) parts.push(...batch);
  return parts;
}

async function* inOneBatch(parts: readonly StreamPart[]): AsyncGenerator<readonly StreamPart[]> {
  yield parts;
}

function failedAs(...kinds: readonly FailureKind[]): (error: unknown) => boolean {
  return error => {
    assert.ok(error instanceof ModelError, `expected a ModelError, got ${String(error)}`);
    assert.ok(kinds.includes(error.kind), `expected ${kinds.join(' or ')}, got ${error.kind}`);
    return true;
  };
}
