import type { LoggedChunk, StreamArchive } from '@naru/chat';
import { z } from 'zod';
import { toColumnText } from './column-text.ts';
import { inPieces } from './in-pieces.ts';
import type { SqlDatabase } from './sql-database.ts';
import { readStoredJson } from './stored-json.ts';

/** Given back as written: the chunks are the server's own. */
const storedChunks = z
  .array(z.looseObject({ seq: z.int().min(1), chunk: z.looseObject({ type: z.string() }) }))
  .transform(chunks => chunks as unknown as readonly LoggedChunk[]);

/** Streams of answers in a table, for the few minutes after a restart. */
export function createSqlStreamArchive(database: SqlDatabase): StreamArchive {
  return {
    async keep(streams, nowMs) {
      await database.write(db => db.deleteFrom('chat_stream').where('until_ms', '<=', nowMs).execute());
      const rows = streams.map(({ streamId, untilMs, chunks }) => ({
        stream_id: toColumnText(streamId),
        until_ms: untilMs,
        chunks: JSON.stringify(chunks),
      }));
      for (const piece of inPieces(rows)) {
        await database.write(db =>
          db
            .insertInto('chat_stream')
            .values([...piece])
            .onConflict(conflict => conflict.column('stream_id').doNothing())
            .execute(),
        );
      }
    },

    async find(streamId, nowMs) {
      const row = await database.read(db =>
        db
          .selectFrom('chat_stream')
          .selectAll()
          .where('stream_id', '=', toColumnText(streamId))
          .where('until_ms', '>', nowMs)
          .executeTakeFirst(),
      );
      if (!row) return undefined;
      return readStoredJson(storedChunks, row.chunks, { table: 'chat_stream', rowId: row.stream_id, column: 'chunks' });
    },
  };
}
