import { APICallError, type LanguageModelV4, type LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { ProviderScene } from '@naru/language-model/testing';
import { MockLanguageModelV4 } from 'ai/test';

export interface SceneModel {
  readonly model: LanguageModelV4;
  /** Resolves once the package's own work was told to stop. */
  readonly callerLeft: Promise<void>;
}

/** The AI SDK's own mock, playing a scene of the contract. */
export function sceneModel(scene: ProviderScene): SceneModel {
  const left = Promise.withResolvers<void>();
  const usage = usageOf(scene.does === 'answer' ? scene : { inputTokens: 1, outputTokens: 1 });
  const finishReason = {
    unified: scene.does === 'call-tool' ? ('tool-calls' as const) : ('stop' as const),
    raw: 'end',
  };
  const model = new MockLanguageModelV4({
    async doGenerate() {
      if (scene.does === 'refuse') throw refusal(scene.status);
      const content =
        scene.does === 'answer'
          ? [{ type: 'text' as const, text: scene.deltas.join('') }]
          : scene.does === 'call-tool'
            ? [
                {
                  type: 'tool-call' as const,
                  toolCallId: scene.id,
                  toolName: scene.name,
                  input: JSON.stringify(scene.input),
                },
              ]
            : [];
      return { content, finishReason, usage, warnings: [] };
    },
    async doStream({ abortSignal }) {
      if (scene.does === 'refuse') throw refusal(scene.status);
      abortSignal?.addEventListener('abort', () => left.resolve());
      const parts = [...partsOf(scene)];
      const ends = scene.does !== 'stall-after';
      if (scene.does === 'answer' || scene.does === 'call-tool') parts.push({ type: 'finish', finishReason, usage });
      return { stream: streamOf(parts, ends) };
    },
  });
  return { model, callerLeft: left.promise };
}

export function streamOf<Part>(parts: readonly Part[], ends = true): ReadableStream<Part> {
  return new ReadableStream<Part>({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      if (ends) controller.close();
    },
  });
}

export function usageOf({
  inputTokens,
  outputTokens,
}: {
  readonly inputTokens: number;
  readonly outputTokens: number;
}) {
  return {
    inputTokens: { total: inputTokens, noCache: inputTokens, cacheRead: 0, cacheWrite: undefined },
    outputTokens: { total: outputTokens, text: outputTokens, reasoning: undefined },
  };
}

/** An error as a provider package throws it, with words of the provider that must go nowhere. */
export function refusal(statusCode: number, responseBody = '{"error":"canary-words"}'): APICallError {
  return new APICallError({
    message: 'canary-words',
    url: 'http://provider.invalid',
    requestBodyValues: { prompt: 'canary-words' },
    statusCode,
    responseBody,
    responseHeaders: { 'Retry-After': '3' },
  });
}

function partsOf(scene: ProviderScene): LanguageModelV4StreamPart[] {
  switch (scene.does) {
    case 'answer':
      return [
        { type: 'stream-start', warnings: [] },
        { type: 'text-start', id: 'a' },
        ...scene.deltas.map(delta => ({ type: 'text-delta' as const, id: 'a', delta })),
        { type: 'text-end', id: 'a' },
      ];
    case 'call-tool': {
      const input = JSON.stringify(scene.input);
      return [
        { type: 'tool-input-start', id: scene.id, toolName: scene.name },
        ...input.match(/.{1,4}/gs)!.map(delta => ({ type: 'tool-input-delta' as const, id: scene.id, delta })),
        { type: 'tool-input-end', id: scene.id },
        { type: 'tool-call', toolCallId: scene.id, toolName: scene.name, input },
      ];
    }
    case 'stall-after':
    case 'cut-after':
      return [
        { type: 'text-start', id: 'a' },
        { type: 'text-delta', id: 'a', delta: scene.delta },
      ];
    case 'refuse':
      return [];
  }
}
