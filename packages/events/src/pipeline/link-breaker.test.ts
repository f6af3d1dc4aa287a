import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { LinkBreaker } from './link-breaker.ts';

function setUp() {
  const clock = new FakeClock();
  const link = new LinkBreaker(() => clock.monotonicMs());
  const failTwice = (): void => [1, 2].forEach(() => link.failed());
  return { clock, link, failTwice };
}

describe('LinkBreaker', () => {
  it('opens at two failures in a row', () => {
    const { link } = setUp();
    link.failed();
    link.succeeded();
    link.failed();
    assert.equal(link.admits(), true);
    link.failed();
    assert.equal(link.admits(), false);
  });

  it('tries nothing for ten seconds, and closes after two successes', async () => {
    const { clock, link, failTwice } = setUp();
    failTwice();
    await clock.advance(9_999);
    assert.equal(link.admits(), false);
    await clock.advance(1);
    assert.equal(link.admits(), true);
    link.succeeded();
    assert.equal(link.state.name, 'probing');
    link.succeeded();
    assert.equal(link.state.name, 'closed');
  });

  it('opens again for ten seconds at the first failure of a probe', async () => {
    const { clock, link, failTwice } = setUp();
    failTwice();
    await clock.advance(10_000);
    link.admits();
    link.succeeded();
    link.failed();
    await clock.advance(9_999);
    assert.equal(link.admits(), false);
  });

  it('does not believe the late success of work that began before it opened', async () => {
    const { clock, link, failTwice } = setUp();
    failTwice();
    await clock.advance(10_000);
    link.succeeded();
    assert.equal(link.state.name, 'open');
  });
});
