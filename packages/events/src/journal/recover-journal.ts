import { messageOf, type Logger } from '@naru/kernel';
import { readEncoded } from '../event/encoded-event.ts';
import { readSegment } from '../journal/segment-format.ts';
import type { JournalFolder, SegmentFile } from '../ports/journal-folder.ts';
import type { EventWriter, Persisted } from '../sink/event-writer.ts';

export interface JournalRecoveryDeps {
  readonly folder: JournalFolder;
  readonly writer: EventWriter;
  readonly logger: Logger;
  readonly batchEvents: number;
  readonly onPersisted: (persisted: Persisted) => void | Promise<void>;
}

/**
 * Brings what earlier runs left in their journals to the store, and removes it from there. What has arrived already is
 * a duplicate there and no harm.
 *
 * @returns the segments that could not be brought away now
 */
export async function recoverJournal(
  segments: readonly SegmentFile[],
  deps: JournalRecoveryDeps,
): Promise<readonly SegmentFile[]> {
  const staying: SegmentFile[] = [];
  for (const segment of segments) {
    try {
      await recoverSegment(segment.name, deps);
    } catch (error) {
      staying.push(segment);
      deps.logger.error(
        { segment: segment.name, error: messageOf(error) },
        'A journal segment of an earlier run stays for now.',
      );
    }
  }
  return staying;
}

async function recoverSegment(name: string, { folder, writer, logger, batchEvents, onPersisted }: JournalRecoveryDeps) {
  const { records, damagedBytes } = readSegment(await folder.read(name));
  if (damagedBytes > 0) logger.warn({ segment: name, damagedBytes }, 'A journal segment has a torn or damaged part.');
  const texts = records.map(({ text }) => text);
  const events = texts.map(readEncoded).filter(event => event !== undefined);
  for (let at = 0; at < events.length; at += batchEvents) {
    await onPersisted(await writer.persist(events.slice(at, at + batchEvents)));
  }
  if (events.length < texts.length) {
    await writer.bury(
      texts.filter(text => !readEncoded(text)),
      'unreadable',
    );
  }
  await folder.remove(name);
  logger.info({ segment: name, events: events.length }, 'Events of an earlier run were brought to the store.');
}
