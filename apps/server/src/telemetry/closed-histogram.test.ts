import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';
import { ClosedHistogram } from './closed-histogram.ts';

describe('ClosedHistogram', () => {
  it('shows what prom-client shows of the same observations: cumulative buckets, sum and count by labels', async () => {
    const registry = new Registry();
    const labels = ['provider', 'mode'] as const;
    const histogram = new ClosedHistogram({
      registry,
      name: 'wait_seconds',
      help: 'Waits.',
      labels,
      buckets: [0.1, 1],
    });
    for (const ms of [100, 101, 5_000]) histogram.observeMs(ms, 'primary', 'json');
    histogram.observeMs(1, 'a "quoted" one', 'json');

    const lines = (await registry.metrics()).split('\n');
    assert.deepEqual(
      lines.filter(line => line.includes('primary')),
      [
        'wait_seconds_bucket{le="0.1",provider="primary",mode="json"} 1',
        'wait_seconds_bucket{le="1",provider="primary",mode="json"} 2',
        'wait_seconds_bucket{le="+Inf",provider="primary",mode="json"} 3',
        'wait_seconds_sum{provider="primary",mode="json"} 5.201',
        'wait_seconds_count{provider="primary",mode="json"} 3',
      ],
    );
    assert.ok(lines.includes('# TYPE wait_seconds histogram'));
    assert.ok(lines.includes('wait_seconds_count{provider="a \\"quoted\\" one",mode="json"} 1'));
  });
});

describe('ClosedCounter', () => {
  it('stops at a bound when a label leaks, and goes on counting what it knows', async () => {
    const registry = new Registry();
    const counter = new ClosedCounter({ registry, name: 'calls_total', help: 'Calls.', labels: ['user'] });
    for (let user = 0; user < 6_000; user += 1) counter.add(`user-${user}`);
    counter.add('user-0');

    const lines = (await registry.metrics()).split('\n').filter(line => line.startsWith('calls_total{'));
    assert.equal(lines.length, 5_000);
    assert.equal(lines[0], 'calls_total{user="user-0"} 2');
  });
});
