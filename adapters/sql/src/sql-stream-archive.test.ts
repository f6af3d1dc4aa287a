import { describeStreamArchive } from '@naru/chat/testing';
import { createSqlStreamArchive } from './sql-stream-archive.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('StreamArchive', (name, open) => {
  describeStreamArchive(name, async t => createSqlStreamArchive(await open(t)));
});
