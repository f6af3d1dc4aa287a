import assert from 'node:assert/strict';
import { it } from 'node:test';
import { seededRandom, type Random } from '@naru/kernel';
import type { EventPipeline } from '../pipeline/event-pipeline.ts';
import { SAMPLING_DEFAULTS } from '../sampling/sampler.ts';
import { aPipelineWorld, type Weather } from '../testing/a-pipeline.ts';
import { aDraft, aFailedDraft } from '../testing/an-event.ts';

const SEEDS = 150;
const STEPS = 60;

/** What must have been met by some seed, or the simulation is too kind. */
const MET = { killed: 0, direct: 0, file: 0, diskFull: 0, powerCut: 0 };

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** One life of a pipeline among faults; everything is whole again at its end. */
async function live(seed: number) {
  const random = seededRandom(seed);
  const world = aPipelineWorld({ sampling: { ...SAMPLING_DEFAULTS, rate: 1 } }, seededRandom(seed + 1));
  const { clock, weather, spill, journal, begin, kill } = world;
  const errors: string[] = [];
  /** Handed over within the last 20 ms: a power cut may take them. */
  let fresh: string[] = [];
  /** Written by a run that was killed before it synced them: they are in the care of the operating system. */
  const orphaned: string[] = [];
  const mayBeLost = new Set<string>();
  const unjournalled = new Set<string>();
  let ordinary = 0;
  let isDiskFull = false;
  let pipeline: EventPipeline = begin();
  pipeline.start();

  for (let step = 0; step < STEPS; step += 1) {
    const act = random();
    if (act < 0.5) {
      for (let count = Math.floor(random() * 20); count > 0; count -= 1) {
        if (random() < 0.3) {
          const requestId = `error-${errors.length}`;
          const before = pipeline.standing().journal?.failures;
          pipeline.emit(aFailedDraft({ requestId }));
          if (pipeline.standing().journal?.failures !== before) unjournalled.add(requestId);
          errors.push(requestId);
          fresh.push(requestId);
        } else pipeline.emit(aDraft({ requestId: `ordinary-${(ordinary += 1)}` }));
      }
    } else if (act < 0.7) {
      const states: readonly Weather['queue'][] = ['up', 'up', 'down', 'hangs'];
      Object.assign(weather, { queue: pick(random, states), store: pick(random, states) });
    } else if (act < 0.76) {
      isDiskFull = !isDiskFull;
      if (isDiskFull) MET.diskFull += 1;
      journal.break(isDiskFull ? 'ENOSPC' : undefined);
      spill.break(isDiskFull ? 'ENOSPC' : undefined);
    } else if (act < 0.82) {
      MET.killed += 1;
      if (random() < 0.3) {
        MET.powerCut += 1;
        journal.cutPower(unsynced => Math.floor(random() * unsynced));
        for (const requestId of [...fresh, ...orphaned]) mayBeLost.add(requestId);
      }
      kill();
      orphaned.push(...fresh);
      fresh = [];
      // Only what the journal had refused may be gone with the process.
      for (const requestId of unjournalled) mayBeLost.add(requestId);
      unjournalled.clear();
      pipeline = begin();
      pipeline.start();
    }
    const { mode } = pipeline.standing();
    if (mode !== 'queue') MET[mode] += 1;
    if (random() < 0.8) {
      await clock.advance(20 + Math.floor(random() * 5_000));
      fresh = [];
    }
  }

  Object.assign(weather, { queue: 'up', store: 'up' });
  journal.break(undefined);
  spill.break(undefined);
  await clock.advance(180_000);
  const stopping = pipeline.stop();
  await clock.advance(15_000);
  await stopping;
  return { ...world, errors, mayBeLost, pipeline };
}

it(`loses no error in ${SEEDS} lives among kills, power cuts, full disks, and neighbours that are down or hang (L1)`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { errors, mayBeLost, pipeline, storedRequests, spill, journal } = await live(seed);
    const stored = await storedRequests();
    assert.equal(new Set(stored).size, stored.length, `seed ${seed}: an event is stored twice`);
    const found = new Set(stored);
    const lost = errors.filter(requestId => !found.has(requestId) && !mayBeLost.has(requestId));
    const { dropped } = pipeline.standing();
    assert.deepEqual([lost, dropped['vital-lost']], [[], 0], `seed ${seed}`);
    assert.equal(spill.bytes, 0, `seed ${seed}: something stays in the spill`);
    const kept = (await journal.list()).filter(({ bytes }) => bytes > 0);
    assert.deepEqual(kept, [], `seed ${seed}: something stays in the journal`);
  }
  for (const [what, times] of Object.entries(MET)) assert.ok(times > 0, `no seed has met: ${what}`);
});
