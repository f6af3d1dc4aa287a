import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CreationMark, Recollection, RememberedTicket } from '../ports/ticket-memory.ts';
import { decideCreation } from './decide-creation.ts';

const NOW_MS = 100_000;
const ticket = (number: string, cachedAtMs: number, ownerKey = 'u:42'): RememberedTicket => ({
  ownerKey,
  number,
  cachedAtMs,
});
const mark = (untilMs: number, overrides: Partial<CreationMark> = {}): CreationMark => ({
  ownerKey: 'u:42',
  holder: undefined,
  number: 'STK1',
  untilMs,
  ...overrides,
});
function recalled(session: Partial<Recollection> = {}, user: Partial<Recollection> = {}): readonly Recollection[] {
  const empty = { same: undefined, cooling: undefined, last: undefined };
  return [
    { scope: { kind: 'session', id: 's', epoch: 0 }, ...empty, ...session },
    { scope: { kind: 'user', id: 'u:42', epoch: 0 }, ...empty, ...user },
  ];
}
const decide = (...scopes: Parameters<typeof recalled>) => decideCreation(recalled(...scopes), 'u:42', NOW_MS);

describe('decideCreation', () => {
  it('creates where nothing is remembered', () => {
    assert.deepEqual(decide(), { decision: { kind: 'create' }, isPastOwnerIgnored: false });
  });

  it('takes the newer of two scopes that know the inquiry (S-TKT-2)', () => {
    const older = { same: ticket('A', 1_000) };
    const newer = { same: ticket('B', 2_000) };
    assert.deepEqual(decide(older, newer).decision, { kind: 'reuse', number: 'B', scope: 'user' });
    assert.deepEqual(decide(newer, older).decision, { kind: 'reuse', number: 'B', scope: 'session' });
  });

  it('takes the session where both heard it at once (S-TKT-2)', () => {
    const { decision } = decide({ same: ticket('A', 1_000) }, { same: ticket('B', 1_000) });
    assert.deepEqual(decision, { kind: 'reuse', number: 'A', scope: 'session' });
    const turned = decideCreation(
      recalled({ same: ticket('A', 1_000) }, { same: ticket('B', 1_000) }).toReversed(),
      'u:42',
      NOW_MS,
    );
    assert.deepEqual(turned.decision, { kind: 'reuse', number: 'A', scope: 'session' });
  });

  it('gives a known inquiry its ticket also while it cools (S-TKT-3)', () => {
    const { decision } = decide({ same: ticket('A', 1_000), cooling: mark(NOW_MS + 1) });
    assert.equal(decision.kind, 'reuse');
  });

  it('waits for the scope that cools longer (S-TKT-3)', () => {
    const { decision } = decide({ cooling: mark(NOW_MS + 5) }, { cooling: mark(NOW_MS + 9, { number: 'STK2' }) });
    assert.deepEqual(decision, { kind: 'cooling', untilMs: NOW_MS + 9, recentNumber: 'STK2' });
  });

  it('knows no number while the other ticket is being opened', () => {
    const { decision } = decide({ cooling: mark(NOW_MS + 5, { number: undefined, holder: 'x' }) });
    assert.deepEqual(decision, { kind: 'cooling', untilMs: NOW_MS + 5, recentNumber: undefined });
  });

  it('ends the wait on time', () => {
    assert.equal(decide({ cooling: mark(NOW_MS) }).decision.kind, 'create');
  });

  it('ignores what another owner left in the conversation, and says so (S-TKT-4)', () => {
    const past = { same: ticket('A', 1_000, 'a:before'), cooling: mark(NOW_MS + 9, { ownerKey: 'a:before' }) };
    assert.deepEqual(decide(past), { decision: { kind: 'create' }, isPastOwnerIgnored: true });
    const withOwn = decide(past, { same: ticket('B', 500) });
    assert.deepEqual(withOwn, {
      decision: { kind: 'reuse', number: 'B', scope: 'user' },
      isPastOwnerIgnored: true,
    });
  });
});
