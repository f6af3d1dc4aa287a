import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { JournalWriteError, SinkUnavailableError, SpillWriteError } from '@naru/events';
import {
  AN_INSTANT_MS,
  anEncodedEvent,
  describeEventSink,
  describeJournalFolder,
  describeSpillFile,
  someEvents,
} from '@naru/events/testing';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createFilesEventSink } from './files-event-sink.ts';
import { createFilesJournal } from './files-journal.ts';
import { createFilesSpill } from './files-spill.ts';
import { fromSpillLine, toSpillLine } from './spill-line.ts';

const DAY_MS = 86_400_000;
const signal = new AbortController().signal;

async function folderOf(t: TestContext): Promise<string> {
  return join((await temporaryFolder(t)).path, 'events');
}

/** A path below a file: nothing can be made there. */
async function brokenFolder(t: TestContext): Promise<string> {
  const { path } = await temporaryFolder(t);
  writeFileSync(join(path, 'file'), '');
  return join(path, 'file', 'events');
}

function linesIn(folder: string): unknown[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap(name => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    .map(line => JSON.parse(line));
}

describeJournalFolder('files', async t => createFilesJournal(await folderOf(t)));
describeSpillFile('files', async t => createFilesSpill({ folder: await folderOf(t) }));
describeEventSink('files', async t => {
  const folder = await folderOf(t);
  const sink = createFilesEventSink({ folder });
  t.after(() => sink.close());
  return { sink, stored: async () => linesIn(folder) };
});

describe('the journal as files', () => {
  it('says that it cannot be written where its folder cannot be made', async t => {
    const journal = createFilesJournal(await brokenFolder(t));
    assert.throws(() => journal.create('a-1.seg'), JournalWriteError);
  });

  it('is for this account only, and leaves other files of the folder alone', async t => {
    const folder = await folderOf(t);
    const journal = createFilesJournal(folder);
    await journal.create('a-1.seg').close();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    assert.deepEqual(
      (await journal.list()).map(({ name }) => name),
      ['a-1.seg'],
    );
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, 'a-1.seg')).mode & 0o777, 0o600);
  });

  it('refuses to write on once it is closed', async t => {
    const file = createFilesJournal(await folderOf(t)).create('a-1.seg');
    await file.close();
    assert.throws(() => file.append(Uint8Array.of(1)), JournalWriteError);
  });
});

describe('the spill as files', () => {
  const texts = ['{"a":1}', 'two\nlines', '세 번째'];

  it('keeps everything over a restart', async t => {
    const folder = await folderOf(t);
    const first = createFilesSpill({ folder });
    await first.append(texts);
    await first.close();
    const second = createFilesSpill({ folder });
    assert.equal(second.bytes, first.bytes);
    await second.append(['later']);
    const chunk = await second.oldest();
    assert.deepEqual(chunk?.texts, texts);
    await second.remove(chunk!);
    assert.deepEqual((await second.oldest())?.texts, ['later']);
  });

  it('loses only the last text to a file cut off at any byte', async t => {
    const folder = await folderOf(t);
    const spill = createFilesSpill({ folder });
    await spill.append(texts);
    await spill.close();
    const path = join(folder, readdirSync(folder)[0]!);
    const whole = readFileSync(path);
    const ends = texts.map((_, index) =>
      Buffer.byteLength(
        texts
          .slice(0, index + 1)
          .map(toSpillLine)
          .join(''),
      ),
    );
    for (let size = whole.length; size >= 0; size -= 1) {
      truncateSync(path, size);
      const found = (await createFilesSpill({ folder }).oldest())?.texts;
      // A line without its end is whole too, as its checksum tells.
      assert.deepEqual(found, texts.slice(0, ends.filter(end => end - 1 <= size).length), `cut at ${size}`);
    }
  });

  it('leaves out what the disk has damaged, and says how much', async t => {
    const folder = await folderOf(t);
    const spill = createFilesSpill({ folder });
    await spill.append(texts);
    await spill.close();
    const path = join(folder, readdirSync(folder)[0]!);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"a"', '"b"'));
    appendFileSync(path, 'garbage\n');
    const chunk = await createFilesSpill({ folder }).oldest();
    assert.deepEqual([chunk?.texts, chunk?.damaged], [texts.slice(1), 2]);
  });

  it('begins a new file when one is large, and refuses when all together are', async t => {
    const folder = await folderOf(t);
    const spill = createFilesSpill({ folder, fileBytes: 100, maxBytes: 300 });
    for (const text of ['a', 'b', 'c']) await spill.append([text.repeat(80)]);
    assert.ok(readdirSync(folder).length > 1);
    await assert.rejects(spill.append(['d'.repeat(80)]), SpillWriteError);
    await spill.remove((await spill.oldest())!);
    await spill.append(['d'.repeat(80)]);
  });

  it('says that it cannot be written, and works again when it can', async t => {
    const folder = await brokenFolder(t);
    const spill = createFilesSpill({ folder });
    await assert.rejects(spill.append(['one']), SpillWriteError);
    assert.equal(await spill.oldest(), undefined);
    rmSync(dirname(folder));
    await spill.append(['two']);
    assert.deepEqual((await spill.oldest())?.texts, ['two']);
  });
});

describe('a line of the spill', () => {
  it('shows an event as it is, for the usual tools', () => {
    assert.match(toSpillLine('{"route":"/v1/chat"}'), /^[0-9a-f]{8} \{"route":"\/v1\/chat"\}\n$/);
  });

  it('does not believe a line whose checksum is wrong', () => {
    const line = toSpillLine('text').trimEnd();
    assert.equal(fromSpillLine(line), 'text');
    assert.equal(fromSpillLine(line.replace('text', 'tezt')), undefined);
    assert.equal(fromSpillLine(line.replace(' ', '!')), undefined);
    assert.equal(fromSpillLine(''), undefined);
  });
});

describe('events as lines of JSON', () => {
  it('go to another file for another day, and when a file is large', async t => {
    const folder = await folderOf(t);
    const sink = createFilesEventSink({ folder, fileBytes: 1_000 });
    t.after(() => sink.close());
    for (const event of someEvents(4)) await sink.write([event], signal);
    await sink.write([anEncodedEvent({ sequence: 9, atMs: AN_INSTANT_MS + DAY_MS })], signal);
    assert.deepEqual(readdirSync(folder).sort(), [
      'events-2025-11-20-000001.ndjson',
      'events-2025-11-20-000002.ndjson',
      'events-2025-11-21-000001.ndjson',
    ]);
  });

  it('remember over a restart what the last file holds', async t => {
    const folder = await folderOf(t);
    const first = createFilesEventSink({ folder });
    await first.write(someEvents(2), signal);
    await first.close();
    const second = createFilesEventSink({ folder });
    t.after(() => second.close());
    const outcomes = await second.write(someEvents(3), signal);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['duplicate', 'duplicate', 'stored'],
    );
  });

  it('are forgotten by the file, the oldest first', async t => {
    const folder = await folderOf(t);
    const sink = createFilesEventSink({ folder, fileBytes: 1, maxFiles: 2 });
    t.after(() => sink.close());
    for (const event of someEvents(5)) await sink.write([event], signal);
    assert.deepEqual(
      linesIn(folder).map(event => (event as { readonly sequence: number }).sequence),
      [4, 5],
    );
  });

  it('are unavailable where the folder cannot be made', async t => {
    const sink = createFilesEventSink({ folder: await brokenFolder(t) });
    await assert.rejects(sink.write([anEncodedEvent()], signal), SinkUnavailableError);
  });
});
