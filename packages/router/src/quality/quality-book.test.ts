import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { QualityBook } from './quality-book.ts';

const SETTINGS = {
  cutline: 0.5,
  minSamples: 1,
  decayDays: 7,
  weights: { groundedness: 0.5, actionability: 0.2, resolution: 0.3 },
};

function setUp() {
  const clock = new FakeClock(1_000_000_000);
  const book = new QualityBook(clock, SETTINGS);
  book.configure(['primary', 'fallback_1'], SETTINGS);
  const observe = (value: number, intent = 'REFUND', provider = 'primary') =>
    book.observe({ provider, intent, kind: 'groundedness', value });
  return { clock, book, observe };
}

describe('the quality book', () => {
  it('knows each provider by intent, and nothing of others', () => {
    const { book, observe } = setUp();
    observe(0.2, 'refund');
    assert.equal(book.of('primary', 'REFUND')?.weight, 0.2);
    assert.equal(book.of('primary', 'ORDER'), undefined);
    assert.equal(book.of('fallback_1', 'REFUND'), undefined);
    assert.deepEqual(
      book.list().map(({ provider, intent, weight }) => [provider, intent, weight]),
      [['primary', 'REFUND', 0.2]],
    );
  });

  it('says the new weight at once after a signal, and the faded one after a while', async () => {
    const { book, observe, clock } = setUp();
    observe(0);
    assert.equal(book.of('primary', 'REFUND')?.weight, 0);
    observe(1);
    assert.equal(book.of('primary', 'REFUND')?.weight, 0.5);
    await clock.advance(8 * 86_400_000);
    assert.deepEqual(book.of('primary', 'REFUND')?.samples, 0);
  });

  it('takes nothing for providers that nobody has, for nonsense, and for more intents than there can be', () => {
    const { book, observe } = setUp();
    assert.equal(observe(1, 'REFUND', 'nobody'), false);
    assert.equal(observe(1, 'REFUND', '__proto__'), false);
    assert.equal(observe(Number.NaN), false);
    const taken = Array.from({ length: 10_000 }, (_, index) => observe(1, `INTENT_${index}`)).filter(Boolean);
    assert.equal(taken.length, 64);
    assert.equal(book.list().length, 64);
  });

  it('forgets providers that are gone, and keeps the others over a reload', () => {
    const { book, observe } = setUp();
    observe(0.2);
    observe(0.4, 'REFUND', 'fallback_1');
    book.configure(['primary'], { ...SETTINGS, minSamples: 2 });
    assert.equal(book.of('fallback_1', 'REFUND'), undefined);
    assert.deepEqual(book.of('primary', 'REFUND')?.weight, 1, 'one sample is too few now');
  });
});
