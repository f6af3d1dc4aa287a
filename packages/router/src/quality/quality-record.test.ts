import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { recordQuality, weighQuality, type QualityRecord } from './quality-record.ts';
import type { QualityKind } from './quality-signal.ts';

const DAY_MS = 86_400_000;
const START_MS = 20_000 * DAY_MS;
const settings = {
  minSamples: 20,
  decayDays: 7,
  weights: { groundedness: 0.5, actionability: 0.2, resolution: 0.3 },
};

function signals(count: number, kind: QualityKind, value: number, nowMs = START_MS, from?: QualityRecord) {
  let record = from;
  for (let index = 0; index < count; index += 1) record = recordQuality(record, kind, value, nowMs, settings);
  assert.ok(record);
  return record;
}
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

describe('quality of a provider for an intent', () => {
  it('is half groundedness, a fifth actionability and the rest resolution (S-QLT-1)', () => {
    let record = signals(20, 'groundedness', 0.8);
    record = signals(20, 'actionability', 0.5, START_MS, record);
    record = signals(20, 'resolution', 0.1, START_MS, record);
    const { weight, samples } = weighQuality(record, START_MS, settings);
    near(weight, 0.5 * 0.8 + 0.2 * 0.5 + 0.3 * 0.1);
    assert.equal(samples, 20);
  });

  it('is perfect with fewer than 20 samples, whatever they say', () => {
    assert.equal(weighQuality(signals(19, 'groundedness', 0), START_MS, settings).weight, 1);
    assert.equal(weighQuality(signals(20, 'groundedness', 0), START_MS, settings).weight, 0);
  });

  it('lets a kind of which nothing was heard have no say', () => {
    near(weighQuality(signals(20, 'resolution', 0.6), START_MS, settings).weight, 0.6);
  });

  it('believes what is new more than what is old', () => {
    const record = signals(20, 'groundedness', 1, START_MS + 5 * DAY_MS, signals(20, 'groundedness', 0));
    const { weight, samples } = weighQuality(record, START_MS + 5 * DAY_MS, settings);
    near(weight, 1 / (1 + Math.exp(-5 / 7)));
    assert.equal(samples, 40);
  });

  it('forgets what is older than seven days', () => {
    const record = signals(40, 'groundedness', 0);
    assert.equal(weighQuality(record, START_MS + 6 * DAY_MS, settings).weight, 0);
    assert.deepEqual(weighQuality(record, START_MS + 7 * DAY_MS, settings), {
      weight: 1,
      samples: 0,
      ageMs: 7 * DAY_MS,
    });
    assert.equal(signals(1, 'groundedness', 1, START_MS + 7 * DAY_MS, record).days.length, 1);
  });

  it('stays within 0 and 1 and remembers at most as many days as it believes, whatever comes when', () => {
    const kinds = fc.constantFrom<QualityKind>('groundedness', 'actionability', 'resolution');
    const signal = fc.tuple(kinds, fc.double({ noNaN: true }), fc.integer({ min: -20, max: 400 }));
    fc.assert(
      fc.property(fc.array(signal, { minLength: 1, maxLength: 60 }), history => {
        let record: QualityRecord | undefined;
        for (const [kind, value, hours] of history) {
          record = recordQuality(record, kind, value, START_MS + hours * 3_600_000, settings);
          const { weight } = weighQuality(record, START_MS + hours * 3_600_000, { ...settings, minSamples: 1 });
          assert.ok(weight >= 0 && weight <= 1, `${weight}`);
          assert.ok(record.days.length <= settings.decayDays);
        }
      }),
    );
  });
});
