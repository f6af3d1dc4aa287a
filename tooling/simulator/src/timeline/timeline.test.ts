import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import type { PlayOptions } from '../control/provider-state.ts';
import { describeMs, durationMs } from './duration.ts';
import { playTimeline } from './play-timeline.ts';
import { readTimeline } from './read-timeline.ts';
import { TimelineError } from './timeline-mistakes.ts';

const EXAMPLES = globSync(join(import.meta.dirname, '../../timelines/*.yaml'));

function mistakesOf(text: string): readonly string[] {
  try {
    readTimeline(text);
    return [];
  } catch (error) {
    assert.ok(error instanceof TimelineError);
    return error.mistakes;
  }
}

/** Remembers what it is told, with the time. */
function recordingStage(clock: FakeClock) {
  const told: unknown[] = [];
  return {
    told,
    play: (provider: string, behaviour: string, options: PlayOptions = {}) =>
      void told.push([clock.monotonicMs(), provider, behaviour, options]),
    reset: () => void told.push([clock.monotonicMs(), 'reset']),
  };
}

describe('reading a timeline', () => {
  it('takes YAML and JSON, and puts steps in the order of time', () => {
    const yaml = readTimeline(`
title: Test
seed: 7
providers: { primary: openai, fallback: { protocol: anthropic, always: latency=80, models: [m] } }
steps:
  - { at: 20s, provider: fallback, behaviour: well }
  - { at: 500ms, provider: primary, behaviour: 'status=503,retry-after=2', for: 1.5m, times: 3 }
loop: 1h`);
    assert.deepEqual(
      yaml.steps.map(({ atMs, forMs, times }) => [atMs, forMs, times]),
      [
        [500, 90_000, 3],
        [20_000, undefined, undefined],
      ],
    );
    assert.deepEqual([yaml.seed, yaml.loopMs, yaml.providers['fallback']?.models], [7, 3_600_000, ['m']]);
    assert.deepEqual(readTimeline('{"providers":{"a":"generate"}}').steps, []);
  });

  it('names every mistake with its path, what was found and what is allowed', () => {
    const mistakes = mistakesOf(`
colour: red
providers: { primary: { protocol: soap, always: 'drip=never' } }
steps:
  - { at: soon, provider: nobody, behaviour: 'statos=503', for: 10 }
  - { at: 1s, provider: constructor, behaviour: 5 }
loop: -1s`);
    const expected = [
      /^timeline: found "field colour"; allowed: title, providers/,
      /^providers\.primary\.protocol: found "soap"; allowed: openai, anthropic, generate/,
      /^providers\.primary\.always: drip: found "never"/,
      /^steps\[0\]\.provider: found "nobody"; allowed: primary/,
      /^steps\[0\]\.at: found "soon"; allowed: a time such as 500ms/,
      /^steps\[0\]\.behaviour: unknown behaviour "statos"/,
      /^steps\[0\]\.for: found 10;/,
      /^steps\[1\]\.provider: found "constructor"/,
      /^steps\[1\]\.behaviour: found 5; allowed: a text such as/,
      /^loop: found "-1s"/,
    ];
    for (const pattern of expected)
      assert.ok(
        mistakes.some(mistake => pattern.test(mistake)),
        `${pattern}\n${mistakes.join('\n')}`,
      );
    assert.equal(mistakes.length, expected.length);
  });

  it('refuses what is no timeline at all', () => {
    assert.match(mistakesOf('a: [')[0] ?? '', /not YAML or JSON/);
    assert.match(mistakesOf('5')[0] ?? '', /timeline: found 5; allowed: an object/);
    assert.match(mistakesOf('{}')[0] ?? '', /providers: found nothing/);
    assert.match(mistakesOf('providers: {}')[0] ?? '', /providers: found "none"; allowed: at least one/);
    assert.match(
      mistakesOf('providers: {a: openai}\nsteps: [{provider: a, behaviour: well}]')[0] ?? '',
      /steps\[0\]\.at: found nothing/,
    );
    assert.match(mistakesOf('providers: {a: openai}\nloop: 0')[0] ?? '', /loop: found 0; allowed: at least 1s/);
  });

  it('finds the shipped examples sound', () => {
    assert.equal(EXAMPLES.length, 5);
    for (const path of EXAMPLES) assert.ok(readTimeline(readFileSync(path, 'utf8')).steps.length > 0, path);
  });

  it('reads times, and writes them for people', () => {
    assert.deepEqual(['500ms', '10s', '1.5m', '2h', '0'].map(durationMs), [500, 10_000, 90_000, 7_200_000, 0]);
    assert.deepEqual(['', '10', 's', '-1s', '1d', '9999h'].map(durationMs), Array.from({ length: 6 }));
    assert.deepEqual([0, 500, 1_500, 60_000, 90_000].map(describeMs), ['0ms', '500ms', '1.5s', '1m', '1m 30s']);
  });
});

describe('playing a timeline', () => {
  const text = `
providers: { primary: openai }
steps:
  - { at: 0, provider: primary, behaviour: latency=5 }
  - { at: 10s, provider: primary, behaviour: status=503, for: 30s }`;

  it('directs each step at its time, tells of its beginning and end, and ends after the last', async () => {
    const clock = new FakeClock();
    const stage = recordingStage(clock);
    const lines: string[] = [];
    const played = playTimeline(readTimeline(text), stage, {
      clock,
      tell: line => lines.push(line),
      signal: AbortSignal.any([]),
    });
    await clock.advance(60_000);
    await played;
    assert.deepEqual(stage.told, [
      [0, 'primary', 'latency=5', {}],
      [10_000, 'primary', 'status=503', { forMs: 30_000 }],
    ]);
    assert.deepEqual(lines, [
      '0ms  primary: latency=5',
      '10s  primary: status=503 for 30s',
      '40s  primary: behaves as before',
    ]);
  });

  it('loops with everybody well, until it is stopped', async () => {
    const clock = new FakeClock();
    const stage = recordingStage(clock);
    const stopping = new AbortController();
    const timeline = readTimeline(`${text}\nloop: 60s`);
    const played = playTimeline(timeline, stage, { clock, tell: () => {}, signal: stopping.signal });
    await clock.advance(75_000);
    stopping.abort();
    await played;
    assert.deepEqual(stage.told.slice(2), [
      [60_000, 'reset'],
      [60_000, 'primary', 'latency=5', {}],
      [70_000, 'primary', 'status=503', { forMs: 30_000 }],
    ]);
    assert.equal(clock.pending, 0);
  });
});
