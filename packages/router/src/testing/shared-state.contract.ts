import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SharedChange, SharedEntry, SharedState } from '../ports/shared-state.ts';

export interface SharedStateSetup {
  /** Two instances' ways to the same, empty store. */
  readonly one: SharedState;
  readonly other: SharedState;
  /** Lets that much time pass, by the store's clock. */
  pass(ms: number): Promise<void>;
}

const ENTRY: SharedEntry = { topic: 'health', key: 'primary', value: '{"state":"open"}', origin: 'one' };
/** Long enough for a network, short enough to wait for. */
const SHORT_MS = 200;

/** What every `SharedState` must do. Each implementation's test calls this once. */
export function describeSharedState(name: string, setUp: () => Promise<SharedStateSetup>): void {
  describe(`${name} (SharedState contract)`, () => {
    it('keeps what one instance wrote for the others, with its age', async () => {
      const { one, other, pass } = await setUp();
      await one.put(ENTRY, 60_000);
      await pass(SHORT_MS);
      const [found, ...rest] = await other.entries('health');
      assert.deepEqual(rest, []);
      const { ageMs = -1, ...entry } = found ?? {};
      assert.deepEqual(entry, ENTRY);
      assert.ok(ageMs >= SHORT_MS / 2 && ageMs < 10_000, `aged ${ageMs} ms`);
    });

    it('keeps the later of two writes, and every key and topic apart', async () => {
      const { one, other } = await setUp();
      await one.put(ENTRY, 60_000);
      await other.put({ ...ENTRY, value: 'later', origin: 'other' }, 60_000);
      await one.put({ ...ENTRY, key: '__proto__' }, 60_000);
      await one.put({ ...ENTRY, topic: 'override' }, 60_000);
      const found = (await one.entries('health')).map(({ key, value, origin }) => `${key}=${value} by ${origin}`);
      assert.deepEqual(found.toSorted(), [`__proto__=${ENTRY.value} by one`, 'primary=later by other']);
      assert.equal((await one.entries('override')).length, 1);
    });

    it('forgets what has outlived its time', async () => {
      const { one, other, pass } = await setUp();
      await one.put(ENTRY, SHORT_MS);
      await pass(2 * SHORT_MS);
      assert.deepEqual(await other.entries('health'), []);
    });

    it('tells every listener of each change within a second, in order, values of any text included', async () => {
      const { one, other, pass } = await setUp();
      const heard: SharedChange[] = [];
      const stop = other.listen(change => heard.push(change));
      await pass(SHORT_MS);
      for (const value of ['1', '나루 "\n', '']) await one.put({ ...ENTRY, value }, 60_000);
      await one.remove(ENTRY);
      await pass(1_000);
      stop();
      assert.deepEqual(
        heard.map(({ value, topic, key, origin, ageMs }) => [value, topic, key, origin, ageMs]),
        ['1', '나루 "\n', '', undefined].map(value => [value, 'health', 'primary', 'one', 0]),
      );
    });

    it('tells a listener of its own changes, and nobody who has stopped listening', async () => {
      const { one, pass } = await setUp();
      let heard = 0;
      const stop = one.listen(() => (heard += 1));
      await pass(SHORT_MS);
      await one.put(ENTRY, 60_000);
      await pass(SHORT_MS);
      stop();
      stop();
      await one.put(ENTRY, 60_000);
      await pass(SHORT_MS);
      assert.equal(heard, 1);
    });

    it('lets what is not there be removed', async () => {
      const { one } = await setUp();
      await one.remove(ENTRY);
      assert.deepEqual(await one.entries('health'), []);
    });

    it('gives a lease to one of many who ask at once', async () => {
      const { one, other } = await setUp();
      const asked = Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? one : other).acquire('probe', `holder-${index}`, 60_000),
      );
      assert.equal((await Promise.all(asked)).filter(Boolean).length, 1);
    });

    it('gives a lease anew to its holder, and to another only after its time or once it is given back', async () => {
      const { one, other, pass } = await setUp();
      assert.equal(await one.acquire('probe', 'a', SHORT_MS), true);
      assert.equal(await one.acquire('probe', 'a', 3 * SHORT_MS), true);
      await pass(1.5 * SHORT_MS);
      assert.equal(await other.acquire('probe', 'b', SHORT_MS), false, 'renewed, it lasts longer');
      await pass(2.5 * SHORT_MS);
      assert.equal(await other.acquire('probe', 'b', 60_000), true, 'it has expired');
      await one.release('probe', 'a');
      assert.equal(await one.acquire('probe', 'a', SHORT_MS), false, 'it was not his to give back');
      await other.release('probe', 'b');
      assert.equal(await one.acquire('probe', 'a', SHORT_MS), true);
    });
  });
}
