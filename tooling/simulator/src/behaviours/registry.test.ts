import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { systemClock } from '@naru/kernel';
import { PROTOCOL_NAMES } from '../protocols/protocol.ts';
import { startSimulator } from '../simulator.ts';
import { RawCall } from '../testing/raw-call.ts';
import { requestOf } from '../testing/set-up.ts';
import { playableFaults } from './faults.ts';
import { readPlay } from './play.ts';
import { behaviourNamed, behaviourNames } from './registry.ts';
import { withTables } from './write-tables.ts';

const HERE = import.meta.dirname;
const README = join(HERE, '../../README.md');

describe('the registry', () => {
  for (const name of behaviourNames) {
    it(`allows every example of ${name}`, () => {
      const { examples = [] } = behaviourNamed(name) ?? {};
      assert.ok(examples.length > 0);
      for (const example of examples) assert.doesNotThrow(() => readPlay({ [name]: example }));
    });
  }

  it('has a test for every behaviour that judges it from outside', () => {
    const tests = readdirSync(HERE)
      .filter(file => file.endsWith('.test.ts') && file !== 'registry.test.ts')
      .map(file => readFileSync(join(HERE, file), 'utf8'))
      .join('\n');
    const untested = behaviourNames.filter(name => !new RegExp(`['\`{, ]'?${name}[=:'\`,]`).test(tests));
    assert.deepEqual(untested, []);
  });

  it('is what the tables of the README show (node tooling/simulator/src/behaviours/write-tables.ts renews them)', () => {
    const readme = readFileSync(README, 'utf8');
    assert.equal(withTables(readme), readme);
  });

  it('causes every fault with plays that can be read', () => {
    for (const { id, plays, instead } of playableFaults) {
      assert.ok(plays.length > 0 || instead !== undefined, `${id} has no play`);
      for (const play of plays) assert.doesNotThrow(() => readPlay(play), `${id} ${play}`);
    }
    const faults = playableFaults.filter(({ id }) => id.startsWith('F')).length;
    assert.equal(faults, 24);
  });

  it('never fails itself: every play of the table and of the faults, in every protocol, JSON and stream', async () => {
    await using simulator = await startSimulator({
      providers: { openai: 'openai', anthropic: 'anthropic', generate: 'generate', bedrock: 'bedrock' },
      // Waits take no time, so that only what is silent for ever has to be left.
      clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 1), signal) },
    });
    const plays = new Set([
      ...playableFaults.flatMap(fault => fault.plays).filter(play => !/words=50000/.test(play)),
      ...behaviourNames.flatMap(name =>
        (behaviourNamed(name)?.examples ?? []).map(value => readPlay({ [name]: value }).text),
      ),
    ]);
    let asked = 0;
    for (const protocol of PROTOCOL_NAMES) {
      for (const stream of [false, true]) {
        const calls = [...plays].map(
          play => new RawCall(requestOf(simulator, { protocol, stream, play, tools: ['find_seats'] })),
        );
        asked += plays.size;
        // Nobody leaves before all have been heard: on a busy machine that takes a while.
        await simulator.until(({ id }) => id === asked, 20_000);
        const silent = systemClock.schedule(250, () => calls.forEach(call => call.leave()));
        await Promise.all(calls.map(call => call.over));
        silent.cancel();
      }
    }
    const ends = Map.groupBy(simulator.log(), ({ end }) => end?.how ?? 'open');
    assert.deepEqual(
      (ends.get('fault') ?? []).map(({ play }) => play.behaviour),
      [],
    );
    assert.deepEqual(
      simulator.log().filter(({ body }) => 'refused' in body),
      [],
    );
    assert.ok((ends.get('completed')?.length ?? 0) > asked / 2);
  });
});
