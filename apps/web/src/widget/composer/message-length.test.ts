import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStorage } from '../../shared/browser-storage.ts';
import { readDraft, writeDraft } from './draft.ts';
import { roomIn } from './message-length.ts';

describe('roomIn', () => {
  it('says nothing while there is plenty', () =>
    assert.deepEqual(roomIn('가'.repeat(1_799), 2_000), { kind: 'plenty' }));
  it('counts down near the limit', () =>
    assert.deepEqual(roomIn('가'.repeat(1_990), 2_000), { kind: 'near', left: 10 }));
  it('takes exactly the limit', () => assert.deepEqual(roomIn('가'.repeat(2_000), 2_000), { kind: 'near', left: 0 }));
  it('counts what is too much', () => assert.deepEqual(roomIn('가'.repeat(2_003), 2_000), { kind: 'over', excess: 3 }));
  it('does not count the blanks that are cut off when sending', () => {
    assert.deepEqual(roomIn(`${'가'.repeat(2_000)}\n\n`, 2_000), { kind: 'near', left: 0 });
  });
});

describe('a draft', () => {
  it('is kept for its conversation alone, and forgotten when empty', () => {
    const tab = memoryStorage();
    writeDraft(tab, 'one', '환불은');
    assert.equal(readDraft(tab, 'one'), '환불은');
    assert.equal(readDraft(tab, 'two'), '');
    writeDraft(tab, 'one', '');
    assert.equal(tab.read('draft.one'), null);
  });
});
