import {
  EVENT_PIPELINE_DEFAULTS,
  SpillWriteError,
  JournalWriteError,
  type JournalFolder,
  type SpillFile,
} from '@naru/events';
import { recordingLogger } from '@naru/kernel/testing';
import { Problems, type DrillResult } from '../finding.ts';
import { compose } from '../world/composed.ts';
import { aPlace, type QueueKind, type SinkKind, type Trouble } from '../world/place.ts';
import { someTraffic } from '../world/traffic.ts';
import { accountFor } from './account.ts';
import { until } from './until.ts';

export interface TroubleDrill {
  readonly name: string;
  readonly queue: QueueKind;
  readonly sink: SinkKind;
  /** What becomes of them, all at once. */
  readonly queueIs?: Trouble;
  readonly sinkIs?: Trouble;
  /** No file can be written any more. */
  readonly isDiskFull?: boolean;
  /** Ways that events must have gone meanwhile. */
  readonly modes: readonly string[];
}

export interface TroubleScale {
  readonly perSecond: number;
  readonly troubleMs: number;
  /** How long a link that failed is left alone; the product's ten seconds are long for a test. */
  readonly linkOpenMs?: number;
}

const AROUND_MS = 1_000;
const BACK_WITHIN_MS = 60_000;
const ARRIVED_WITHIN_MS = 300_000;
const SAMPLE_MS = 100;
/** A publish that takes so long has failed; a queue that is silent for less is only slow. */
const PUBLISH_LIMIT_MS = 10_000;
/** Ring, queue and journal may hold 32 MiB; the rest is what garbage and the drill's own accounts take. */
const MOST_HEAP_GROWTH_MIB = 192;

export const TROUBLES: readonly TroubleDrill[] = [
  { name: 'sink stalls', queue: 'memory', sink: 'sqlite', sinkIs: 'stalls', modes: ['queue'] },
  { name: 'sink stalls', queue: 'kafka', sink: 'mongodb', sinkIs: 'stalls', modes: ['queue'] },
  { name: 'queue dies', queue: 'redis', sink: 'sqlite', queueIs: 'down', modes: ['queue', 'direct'] },
  { name: 'queue falls silent', queue: 'redis', sink: 'mongodb', queueIs: 'stalls', modes: ['queue'] },
  { name: 'queue dies', queue: 'kafka', sink: 'mongodb', queueIs: 'down', modes: ['queue', 'direct'] },
  { name: 'both die', queue: 'redis', sink: 'mongodb', queueIs: 'down', sinkIs: 'down', modes: ['queue', 'file'] },
  { name: 'both die', queue: 'kafka', sink: 'sqlite', queueIs: 'down', sinkIs: 'down', modes: ['queue', 'file'] },
  {
    name: 'both die and the disk is full',
    queue: 'redis',
    sink: 'sqlite',
    queueIs: 'down',
    sinkIs: 'down',
    isDiskFull: true,
    modes: ['queue', 'file'],
  },
];

/** Events go on coming while what should take them is in trouble, and come back by themselves (E-FBK-1, E-MET-1). */
export async function drillTrouble(drill: TroubleDrill, scale: TroubleScale): Promise<DrillResult> {
  const { perSecond, troubleMs, linkOpenMs } = scale;
  const problems = new Problems();
  const logger = recordingLogger();
  await using place = await aPlace(drill.queue, drill.sink);
  const disk = { isFull: false };
  await using composed = await compose(place.composition, {
    logger,
    through: {
      ...place.through,
      spill: spill => onDisk(spill, disk),
      journal: journal => journalOnDisk(journal, disk),
    },
    settings: linkOpenMs === undefined ? {} : { link: { ...EVENT_PIPELINE_DEFAULTS.link, openMs: linkOpenMs } },
  });
  const { pipeline, archive, queue } = composed;
  pipeline.start();
  const traffic = someTraffic(pipeline);
  const watch = watchStanding(() => pipeline.standing().mode);

  await traffic.emitSteadily(perSecond, AROUND_MS);
  await Promise.all([place.queue(drill.queueIs ?? 'well'), place.sink(drill.sinkIs ?? 'well')]);
  disk.isFull = drill.isDiskFull ?? false;
  await traffic.emitSteadily(perSecond, troubleMs);
  disk.isFull = false;
  await Promise.all([place.queue('well'), place.sink('well')]);
  // Traffic goes on: a link comes back by being asked.
  const endOfTraffic = new AbortController();
  const going = (async () => {
    while (!endOfTraffic.signal.aborted) await traffic.emitSteadily(perSecond, AROUND_MS);
  })();
  const back = await until(() => pipeline.standing().mode === 'queue', BACK_WITHIN_MS);
  problems.expect(back !== undefined, `not back within ${BACK_WITHIN_MS} ms: ${pipeline.standing().mode}`);
  endOfTraffic.abort();
  await going;
  const arrived = await until(async () => {
    const { waiting, journal, spillBytes } = pipeline.standing();
    if (waiting.events > 0 || spillBytes > 0 || (journal && journal.watermark < journal.last)) return false;
    const depth = await queue.depth().catch(() => undefined);
    return depth !== undefined && depth.waiting + depth.unacknowledged === 0;
  }, ARRIVED_WITHIN_MS);
  problems.expect(arrived !== undefined, `not everything arrived: ${JSON.stringify(pipeline.standing())}`);
  const seen = watch.stop();

  const { emitted } = traffic;
  const account = await accountFor(archive, emitted, problems);
  const standing = pipeline.standing();
  problems.expect(standing.dropped['vital-lost'] === 0, `${standing.dropped['vital-lost']} vital events were dropped`);
  for (const mode of drill.modes)
    problems.expect(seen.modes.has(mode), `mode ${mode} was never seen: ${[...seen.modes].join()}`);
  problems.expect(seen.heapGrowthMib < MOST_HEAP_GROWTH_MIB, `the heap grew by ${seen.heapGrowthMib} MiB`);
  const said = new Set(logger.entries.map(({ message }) => message));
  if (drill.queueIs === 'down' || (drill.queueIs === 'stalls' && troubleMs > PUBLISH_LIMIT_MS)) {
    problems.expect(standing.publishFailures > 0, 'no publish failure was counted');
    problems.expect(
      said.has('MQ publish failed, falling back to direct logging'),
      'the log says no word of the fallback',
    );
  }
  const batches = [...said].filter(message =>
    /^Processed batch: \d+ events \(\d+ success, \d+ failures\) in \d+ms$/.test(message),
  );
  problems.expect(batches.length > 0, 'the log says no word of batches');
  return {
    drill: `${drill.name}: ${drill.queue} × ${drill.sink}`,
    figures: {
      emitted: emitted.all,
      errors: emitted.failed.length,
      'errors missing': account.missing,
      stored: account.stored,
      modes: [...seen.modes].join(' → '),
      dropped: JSON.stringify(standing.dropped),
      spilled: standing.spilled + standing.consumer.spilled,
      'back after ms': back ?? '–',
      'arrived ms later': arrived ?? '–',
      'heap grew MiB': seen.heapGrowthMib,
      'RSS grew MiB': seen.rssGrowthMib,
    },
    problems: problems.found,
  };
}

function watchStanding(mode: () => string) {
  const modes = new Set<string>();
  const before = process.memoryUsage();
  let [heap, rss] = [0, 0];
  const timer = setInterval(() => {
    modes.add(mode());
    const now = process.memoryUsage();
    heap = Math.max(heap, now.heapUsed + now.external - before.heapUsed - before.external);
    rss = Math.max(rss, now.rss - before.rss);
  }, SAMPLE_MS);
  const mib = (bytes: number): number => Math.round(bytes / 1_048_576);
  return {
    stop() {
      clearInterval(timer);
      return { modes, heapGrowthMib: mib(heap), rssGrowthMib: mib(rss) };
    },
  };
}

interface Disk {
  isFull: boolean;
}

function onDisk(inner: SpillFile, disk: Disk): SpillFile {
  return {
    get bytes() {
      return inner.bytes;
    },
    oldest: () => inner.oldest(),
    remove: chunk => inner.remove(chunk),
    close: () => inner.close(),
    async append(texts) {
      if (disk.isFull) throw new SpillWriteError('ENOSPC: no space left on device, write');
      await inner.append(texts);
    },
  };
}

function journalOnDisk(inner: JournalFolder, disk: Disk): JournalFolder {
  return {
    list: () => inner.list(),
    read: name => inner.read(name),
    remove: name => inner.remove(name),
    create(name) {
      if (disk.isFull) throw new JournalWriteError('ENOSPC: no space left on device, open');
      const file = inner.create(name);
      return {
        append(bytes) {
          if (disk.isFull) throw new JournalWriteError('ENOSPC: no space left on device, write');
          file.append(bytes);
        },
        sync: () => file.sync(),
        close: () => file.close(),
      };
    },
  };
}
