import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashOf, readPlace, type Place } from './place.ts';

describe('places of the page', () => {
  const places: readonly Place[] = [
    { name: 'support' },
    { name: 'tickets' },
    { name: 'reports' },
    { name: 'report', reportId: 'sales-2026-10' },
  ];
  for (const place of places) {
    it(`are found again by their address: ${hashOf(place)}`, () => {
      assert.deepEqual(readPlace(hashOf(place)), place);
    });
  }

  for (const hash of ['', '#', '#/', '#/nowhere', '#/reports/', '#/reports/../admin', '#/reports/A', '#/tickets/1']) {
    it(`are the support desk for ${JSON.stringify(hash)}`, () => {
      assert.deepEqual(readPlace(hash), { name: 'support' });
    });
  }
});
