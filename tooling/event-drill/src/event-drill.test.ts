import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { describeWithService } from '@naru/services';
import { drillKills } from './drills/kills.ts';
import { drillMatrix } from './drills/matrix.ts';
import { drillReplays } from './drills/replays.ts';
import { drillTrouble, TROUBLES } from './drills/trouble.ts';
import type { DrillResult } from './finding.ts';
import { SERVICES, type QueueKind, type SinkKind } from './world/place.ts';

const FAST = { perSecond: 300, troubleMs: 3_000, linkOpenMs: 1_000 };
const KILLS = 15;
const QUEUES: readonly QueueKind[] = ['memory', 'redis', 'kafka'];
const SINKS: readonly SinkKind[] = ['sqlite', 'mongodb'];
/** Those that need more than the machine gives in half a minute are played by `npm run drill`. */
const IN_SHORT = new Set(['sink stalls memory', 'queue dies redis', 'both die and the disk is full redis']);

function expectNoProblem({ problems, figures }: DrillResult): void {
  assert.deepEqual(problems, [], JSON.stringify(figures));
}

await describeWithService(SERVICES.kafka, 'events through real queues, with Kafka', () =>
  describeWithService(SERVICES.mongodb, 'into real stores, with MongoDB', () => {
    for (const queue of QUEUES) {
      for (const sink of SINKS) {
        it(`${queue} × ${sink}: every error and slow one once, the volume down (E-VOL-1)`, async () => {
          expectNoProblem(await drillMatrix(queue, sink));
        });
      }
    }

    // These wait more than they work, and are played beside each other.
    const inShort = TROUBLES.filter(({ name, queue }) => IN_SHORT.has(`${name} ${queue}`));
    const played = new Map<string, Promise<DrillResult>>();
    before(() => {
      for (const drill of inShort) played.set(`${drill.name} ${drill.queue}`, drillTrouble(drill, FAST));
      played.set('kills', drillKills({ queue: 'memory', sink: 'sqlite', kills: KILLS }, seededRandom(5)));
      for (const result of played.values()) result.catch(() => {});
    });
    async function resultOf(name: string): Promise<DrillResult> {
      const result = await played.get(name);
      assert.ok(result, `${name} was never played`);
      return result;
    }

    for (const { name, queue, sink } of inShort) {
      it(`${name}, ${queue} × ${sink}: no error lost, back by itself (E-FBK-1)`, async () => {
        expectNoProblem(await resultOf(`${name} ${queue}`));
      });
    }

    it('a process that is killed again and again loses no error that it had handed over (E-FBK-2)', async () => {
      expectNoProblem(await resultOf('kills'));
    });

    it('a stream that comes ten times more changes no incident (E-INC-1)', async () => {
      expectNoProblem(await drillReplays('redis', 'mongodb'));
    });
  }),
);
