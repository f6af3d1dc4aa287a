import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { LastProviders } from './last-providers.ts';

describe('who answered last', () => {
  it('is remembered for half an hour', async () => {
    const clock = new FakeClock();
    const last = new LastProviders(clock);
    last.answered('primary', { sessionId: 's' });
    await clock.advance(30 * 60_000 - 1);
    assert.equal(last.of({ sessionId: 's' })?.lastProvider, 'primary');
    await clock.advance(1);
    assert.equal(last.of({ sessionId: 's' })?.lastProvider, undefined);
  });

  it('keeps conversations of different tenants apart, though they have the same id', () => {
    const last = new LastProviders(new FakeClock());
    last.answered('primary', { tenant: 'one', sessionId: 's' });
    assert.equal(last.of({ tenant: 'two', sessionId: 's' })?.lastProvider, undefined);
    assert.notEqual(last.of({ tenant: 'two', sessionId: 's' })?.hash, last.of({ tenant: 'one', sessionId: 's' })?.hash);
  });

  it('knows nothing of a request without a conversation', () => {
    const last = new LastProviders(new FakeClock());
    last.answered('primary', {});
    assert.equal(last.of({}), undefined);
  });

  it('forgets the oldest of more than ten thousand', () => {
    const last = new LastProviders(new FakeClock());
    for (let index = 0; index <= 10_000; index += 1) last.answered('primary', { sessionId: `${index}` });
    assert.equal(last.of({ sessionId: '0' })?.lastProvider, undefined);
    assert.equal(last.of({ sessionId: '1' })?.lastProvider, 'primary');
    assert.equal(last.of({ sessionId: '10000' })?.lastProvider, 'primary');
  });
});
