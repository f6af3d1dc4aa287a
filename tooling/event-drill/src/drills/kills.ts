import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problems, type DrillResult } from '../finding.ts';
import { compose } from '../world/composed.ts';
import { aPlace, type QueueKind, type SinkKind } from '../world/place.ts';
import { accountFor } from './account.ts';
import { until } from './until.ts';

const CHILD = join(import.meta.dirname, 'emitter-to-kill.ts');
/** From its first word; a process is killed at any moment within. */
const LONGEST_LIFE_MS = 400;
const ARRIVED_WITHIN_MS = 300_000;

/** Kills the process that emits, again and again; each begins where the one before was killed (E-FBK-2). */
export async function drillKills(
  { queue, sink, kills }: { readonly queue: QueueKind; readonly sink: SinkKind; readonly kills: number },
  random: () => number,
): Promise<DrillResult> {
  const problems = new Problems();
  await using place = await aPlace(queue, sink);
  const failed: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    failed.push(...(await lifeOf(JSON.stringify(place.composition), random() * LONGEST_LIFE_MS)));
  }
  await using composed = await compose(place.composition);
  composed.pipeline.start();
  const journalOf = (): readonly string[] => readdirSync(join(place.composition.folder, 'journal'));
  const isIdle = async (): Promise<boolean> => {
    const depth = await composed.queue.depth();
    const { spillBytes } = composed.pipeline.standing();
    return depth.waiting + depth.unacknowledged === 0 && spillBytes === 0 && journalOf().length <= 1;
  };
  const emptied = await until(isIdle, ARRIVED_WITHIN_MS);
  problems.expect(emptied !== undefined, `the journal still holds ${journalOf().join(', ')}`);
  const emitted = { all: failed.length, ordinary: 0, failed, slow: [] };
  const account = await accountFor(composed.archive, emitted, problems);
  await composed.close();
  problems.expect(journalOf().length === 0, `the journal still holds ${journalOf().join(', ')} after a stop`);
  problems.expect(failed.length >= kills, `${failed.length} errors were handed over only`);
  return {
    drill: `kill −9, ${kills} times: ${queue} × ${sink}`,
    figures: {
      kills,
      'errors handed over': failed.length,
      'errors missing': account.missing,
      'stored twice': account.twice,
      stored: account.stored,
      'journal empty after ms': emptied ?? '–',
    },
    problems: problems.found,
  };
}

/** @returns the errors that it had handed over when it was killed */
async function lifeOf(composition: string, lifeMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, composition], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), lifeMs);
    said += text;
  });
  await once(child, 'close');
  return said.split('\n').slice(0, -1);
}
