import { ModelError } from './model-error.ts';
import type { Citation, ToolCall } from './prompt.ts';
import type { FinishPart, ServedPart, StreamPart } from './stream-part.ts';

/** A whole answer. */
export interface CollectedAnswer {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly citations: readonly Citation[];
  readonly finish: FinishPart;
  /** Missing when the model is no router. */
  readonly served: ServedPart | undefined;
}

/**
 * Reads a stream to its end. After a `restart` only what follows counts.
 *
 * @throws {ModelError} what the stream throws; `stream_broken` when it ends without a `finish` part
 */
export async function collectStream(stream: AsyncIterable<readonly StreamPart[]>): Promise<CollectedAnswer> {
  let text: string[] = [];
  let reasoning: string[] = [];
  let toolCalls: ToolCall[] = [];
  let citations: Citation[] = [];
  let finish: FinishPart | undefined;
  let served: ServedPart | undefined;

  for await (const parts of stream) {
    for (const part of parts) {
      switch (part.type) {
        case 'text-delta':
          text.push(part.text);
          break;
        case 'reasoning-delta':
          reasoning.push(part.text);
          break;
        case 'tool-call':
          toolCalls.push({ id: part.id, name: part.name, inputText: part.inputText });
          break;
        case 'sources':
          citations.push(...part.citations);
          break;
        case 'served':
          served = part;
          break;
        case 'finish':
          finish = part;
          break;
        case 'restart':
          [text, reasoning, toolCalls, citations, finish, served] = [[], [], [], [], undefined, undefined];
          break;
        case 'response':
        case 'tool-call-start':
        case 'tool-call-delta':
          break;
      }
    }
  }
  if (!finish) throw new ModelError(served?.provider ?? 'unknown', 'stream_broken', { detail: 'ended without finish' });
  return { text: text.join(''), reasoning: reasoning.join(''), toolCalls, citations, finish, served };
}
