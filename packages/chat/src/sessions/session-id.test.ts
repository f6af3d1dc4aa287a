import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sequentialIds } from '@naru/kernel/testing';
import { ownerKey, userSegment, type Owner } from '../owner.ts';
import { chatIdForm, newSessionId } from './session-id.ts';

const HEX = '0123456789abcdef0123456789abcdef';
const user: Owner = { kind: 'user', userId: '42' };
const anonymous: Owner = { kind: 'anonymous', anonymousId: 'x' };

describe('session ids (C-SES-1)', () => {
  it('name the user, and hold 128 bits that the server made', () => {
    assert.match(newSessionId(user, sequentialIds()), /^u:42:[0-9a-f]{32}$/);
    assert.match(newSessionId(anonymous, sequentialIds()), /^s:[0-9a-f]{32}$/);
  });

  it('hash a user id that holds a colon, so that nobody can reach into another name space', () => {
    const id = newSessionId({ kind: 'user', userId: '42:evil' }, sequentialIds());
    assert.match(id, /^u:h-[0-9a-f]{64}:[0-9a-f]{32}$/);
    assert.equal(chatIdForm(id, { kind: 'user', userId: '42:evil' }), 'server-made');
    assert.equal(chatIdForm(id, user), 'foreign');
  });

  it('never let two users share a name', () => {
    const hashed = userSegment('a:b');
    const names = ['a:b', hashed, 'a b', '', 'x'.repeat(101), 'x'.repeat(102), 'a\u0000b', '42'].map(userSegment);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[^:\s]{1,100}$/);
    assert.notEqual(ownerKey(user), ownerKey({ kind: 'anonymous', anonymousId: '42' }));
  });

  for (const [chatId, owner, form] of [
    [`u:42:${HEX}`, user, 'server-made'],
    [`u:42:${HEX}`, anonymous, 'foreign'],
    [`u:43:${HEX}`, user, 'foreign'],
    ['u:43', user, 'foreign'],
    ['u:', user, 'foreign'],
    ['u:42', user, 'alias'],
    ['u:42:my chat', user, 'alias'],
    [`u:42:my:${HEX}`, user, 'alias'],
    [`s:${HEX}`, user, 'server-made'],
    [`s:${HEX}`, anonymous, 'server-made'],
    ['s:mine', anonymous, 'alias'],
    [HEX, anonymous, 'alias'],
    ['Xk3jf92kd8s7a6b5', anonymous, 'alias'],
    ['__proto__', anonymous, 'alias'],
  ] as const) {
    it(`takes ${JSON.stringify(chatId)} from ${ownerKey(owner)} for ${form}`, () => {
      assert.equal(chatIdForm(chatId, owner), form);
    });
  }
});
