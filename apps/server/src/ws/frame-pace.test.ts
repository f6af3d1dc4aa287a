import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { FramePace } from './frame-pace.ts';

describe('FramePace', () => {
  it('lets few streams go at once', () => {
    const pace = new FramePace(new FakeClock());
    const streams = Array.from({ length: 99 }, () => pace.join());
    assert.equal(streams[0]!.next(), undefined);
  });

  it('gives each of many streams twenty frames a second, spread over time', async () => {
    const clock = new FakeClock();
    const pace = new FramePace(clock);
    const frames: number[] = [];
    const streams = Array.from({ length: 100 }, () => pace.join());
    let isOver = false;
    const running = streams.map(async (stream, index) => {
      for (;;) {
        await stream.next();
        if (isOver) return;
        if (index === 0) frames.push(clock.monotonicMs());
      }
    });
    await clock.advance(1_000);
    assert.ok(frames.length >= 19 && frames.length <= 20, `${frames.length} frames`);
    assert.ok(frames.every((atMs, index) => index === 0 || atMs - frames[index - 1]! === 50));
    isOver = true;
    await clock.advance(50);
    await Promise.all(running);
  });

  it('keeps no timer while nobody waits, and counts a stream that left no longer', async () => {
    const clock = new FakeClock();
    const pace = new FramePace(clock);
    const streams = Array.from({ length: 100 }, () => pace.join());
    const waiting = streams[0]!.next();
    await clock.advance(50);
    await waiting;
    assert.equal(clock.pending, 0);
    streams[1]![Symbol.dispose]();
    streams[1]![Symbol.dispose]();
    assert.equal(streams[0]!.next(), undefined);
  });
});
