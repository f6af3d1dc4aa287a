import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, sequentialIds } from '@naru/kernel/testing';
import type { Login } from '../http/plugins/login.ts';
import { SocketTickets } from './socket-tickets.ts';

const LOGIN: Login = { owner: { kind: 'user', userId: 'kim' }, key: 'user:1', expiresAtMs: 1_000_000 };

function setUp() {
  const clock = new FakeClock();
  return { clock, tickets: new SocketTickets(clock, sequentialIds()) };
}

describe('SocketTickets', () => {
  it('let in once', () => {
    const { tickets } = setUp();
    const ticket = tickets.issue(LOGIN);
    assert.equal(tickets.redeem(ticket), LOGIN);
    assert.equal(tickets.redeem(ticket), undefined);
    assert.equal(tickets.redeem('constructor'), undefined);
  });

  it('are good for thirty seconds', async () => {
    const { clock, tickets } = setUp();
    const [early, late] = [tickets.issue(LOGIN), tickets.issue(LOGIN)];
    await clock.advance(29_999);
    assert.equal(tickets.redeem(early), LOGIN);
    await clock.advance(1);
    assert.equal(tickets.redeem(late), undefined);
  });

  it('end with the login that they were issued for', () => {
    const { tickets } = setUp();
    const ticket = tickets.issue(LOGIN);
    const other = tickets.issue({ ...LOGIN, key: 'user:2' });
    tickets.revoke('user:1');
    assert.equal(tickets.redeem(ticket), undefined);
    assert.ok(tickets.redeem(other));
  });

  it('are no more than ten thousand: the oldest goes', () => {
    const { tickets } = setUp();
    const first = tickets.issue(LOGIN);
    for (let count = 0; count < 10_000; count += 1) tickets.issue(LOGIN);
    assert.equal(tickets.redeem(first), undefined);
  });
});
