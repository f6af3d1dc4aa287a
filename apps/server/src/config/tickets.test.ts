import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, loadWithWarnings, mistakesOf } from './testing/load.ts';

describe('settings of tickets (S-TKT-3, S-TKT-4)', () => {
  it('are half a minute, ten minutes and a day', () => {
    assert.deepEqual(load().tickets, { cooldownMs: 30_000, sameInquiryMs: 600_000, lastTicketMs: 86_400_000 });
  });

  it('come from the file and, before it, from the environment', () => {
    const env = { QS_CHAT_TICKET_CREATE_COOLDOWN_SEC: '5', QS_CHAT_LAST_TICKET_TTL_SEC: '600' };
    const file = 'tickets: {cooldown_sec: 7, same_inquiry_sec: 60}';
    const expected = { cooldownMs: 5_000, sameInquiryMs: 60_000, lastTicketMs: 600_000 };
    assert.deepEqual(load(env, file).tickets, expected);
  });

  it('remember the last ticket for ten minutes at least', () => {
    const [[where, problem] = []] = [...mistakesOf({ QS_CHAT_LAST_TICKET_TTL_SEC: '599' })];
    assert.match(String(where), /QS_CHAT_LAST_TICKET_TTL_SEC/);
    assert.match(String(problem), /599.*600/);
  });

  it('are looked for when a name is mistyped', () => {
    const { warnings } = loadWithWarnings({ QS_CHAT_TICKET_CREATE_COOLDOWN: '5' });
    assert.match(warnings.join('\n'), /nearest is QS_CHAT_TICKET_CREATE_COOLDOWN_SEC/);
  });
});
