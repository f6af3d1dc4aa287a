import type { LanguageModelV4Content, LanguageModelV4Source } from '@ai-sdk/provider';
import type { Citation, CollectedAnswer } from '@naru/language-model';

/** A whole answer as content of the AI SDK. */
export function toContent({ reasoning, text, toolCalls, citations }: CollectedAnswer): LanguageModelV4Content[] {
  return [
    ...(reasoning === '' ? [] : [{ type: 'reasoning' as const, text: reasoning }]),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...toolCalls.map(({ id, name, inputText }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName: name,
      input: inputText,
    })),
    ...citations.map(toSource),
  ];
}

export function toSource({ sourceId, quote }: Citation): LanguageModelV4Source {
  return {
    type: 'source',
    sourceType: 'document',
    id: sourceId,
    mediaType: 'text/plain',
    title: sourceId,
    ...(quote === undefined ? {} : { providerMetadata: { naru: { quote } } }),
  };
}
