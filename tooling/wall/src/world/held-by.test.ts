import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grown, type Held } from './held-by.ts';

const held = (...heapsMb: readonly number[]): Held[] => heapsMb.map(heapMb => ({ sockets: 10, heapMb }));

describe('what a server holds', () => {
  it('may rise between two looks of the collector', () => {
    assert.deepEqual(grown(held(80, 140, 200, 90, 150, 210, 95, 160)), []);
  });

  it('has grown when it does not come down again', () => {
    assert.deepEqual(grown(held(80, 120, 90, 130, 135, 170, 150, 190)), ['55 MB of heap more than before']);
  });

  it('has grown when sockets stay', () => {
    const sockets = [10, 40, 90].map(count => ({ sockets: count, heapMb: 80 }));
    assert.deepEqual(grown(sockets), ['80 sockets more than before']);
  });

  it('is not known without a figure', () => {
    assert.deepEqual(grown(held(80, Number.NaN)), ['the heap is not told']);
  });
});
