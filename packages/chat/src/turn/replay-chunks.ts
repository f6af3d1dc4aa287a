import { endChunks, turnMetadata } from './end-chunks.ts';
import type { TurnChunk } from './turn-chunk.ts';
import type { TurnRecord, TurnResult } from './turn-record.ts';

/** A stored answer as a stream, for one who asks again after its log is gone. The same on every call. */
export function replayChunks(turn: TurnRecord, result: TurnResult): readonly TurnChunk[] {
  const { messageId } = turn;
  const id = 'text-1';
  const text: readonly TurnChunk[] =
    result.text === ''
      ? []
      : [
          { type: 'start-step' },
          { type: 'text-start', id },
          { type: 'text-delta', id, delta: result.text },
          { type: 'text-end', id },
          { type: 'finish-step' },
        ];
  return [
    { type: 'start', messageId, messageMetadata: turnMetadata(turn) },
    ...text,
    ...result.dataParts,
    ...endChunks(turn, result, { finishReason: result.finish === 'complete' ? 'stop' : 'other' }),
  ];
}
