import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import type { SharedEntry } from '@naru/router';
import { OwnEntries } from './own-entries.ts';

const ENTRY: SharedEntry = { topic: 'health', key: 'primary', value: 'open', origin: 'one' };
const OTHERS: SharedEntry = { ...ENTRY, value: 'closed', origin: 'other' };

function setUp() {
  const clock = new FakeClock(1_000);
  const own = new OwnEntries(clock);
  return { clock, own, values: () => own.list().map(({ entry }) => entry.value) };
}

describe('what an instance says again', () => {
  it('is its last word on each key, with its age and what is left of its time', async () => {
    const { clock, own } = setUp();
    own.said(ENTRY, 1_000);
    own.said({ ...ENTRY, value: 'half' }, 500);
    await clock.advance(200);
    assert.deepEqual(own.list(), [{ entry: { ...ENTRY, value: 'half' }, ageMs: 200, leftMs: 300 }]);
    await clock.advance(300);
    assert.deepEqual(own.list(), []);
  });

  it('is not what somebody else has answered since, until it has the last word again', () => {
    const { own, values } = setUp();
    own.said(ENTRY, 1_000);
    own.heard({ ...OTHERS, ageMs: 0 });
    assert.deepEqual(values(), []);
    own.heard({ ...ENTRY, ageMs: 0 });
    assert.deepEqual(values(), ['open']);
  });

  it('stays where the other word is older and was only said again', async () => {
    const { clock, own, values } = setUp();
    await clock.advance(100);
    own.said(ENTRY, 1_000);
    await clock.advance(10);
    own.heard({ ...OTHERS, ageMs: 50 });
    assert.deepEqual(values(), ['open']);
  });

  it('is no longer what was taken away', () => {
    const { own, values } = setUp();
    own.said(ENTRY, 1_000);
    own.forget(ENTRY);
    assert.deepEqual(values(), []);
  });

  it('is the newest thousand, whatever the keys are', () => {
    const { own } = setUp();
    own.said({ ...ENTRY, key: '__proto__' }, 1_000);
    for (let key = 0; key < 1_000; key += 1) own.said({ ...ENTRY, key: `k${key}` }, 1_000);
    const keys = own.list().map(({ entry }) => entry.key);
    assert.deepEqual([keys.length, keys.at(0), keys.at(-1)], [1_000, 'k0', 'k999']);
  });
});
