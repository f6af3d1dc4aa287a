import type { Bench, BenchOptions, Finding, Limit } from '../bench.ts';
import type { LoadWindow } from '../load/closed-loop.ts';
import { runLoad } from '../load/run-load.ts';
import { measurePaired } from '../measure/paired.ts';
import { median, percentile } from '../measure/percentile.ts';
import { startProgram, SUBJECT_CORE, WORLD_CORE, type ProcessUnderTest } from '../measure/process-under-test.ts';
import { providerAt, startNaru } from '../subjects/naru-server.ts';

const CONNECTIONS = 64;

interface GatewayWindow extends LoadWindow {
  /** CPU of the subject for each request, in microseconds. */
  readonly cpuMicros: number;
}

/** JSON answers of an instant upstream. */
export const gatewayJson: Bench = {
  name: 'gateway-json',
  what: '/v1/chat/completions, all telemetry on, instant upstream, one core',
  run: options => compare('json', 'parse', options, { kind: 'at-least', floor: 0.6, aim: 0.8 }),
};

/** Streams of 100 frames, as fast as they come, beside a proxy that parses each frame. */
export const gatewayStream: Bench = {
  name: 'gateway-stream',
  what: 'answers of 100 frames beside a bare proxy that parses each frame',
  async run(options) {
    const parsing = await compare('stream', 'parse', options, { kind: 'at-least', floor: 0.5, aim: 0.75 });
    const passing = await compare('stream', 'pass', options);
    return [
      ...parsing,
      ...passing.slice(0, 1).map(finding => ({ ...finding, figure: `${finding.figure} (control passes bytes)` })),
    ];
  },
};

async function compare(
  kind: 'json' | 'stream',
  controlMode: 'parse' | 'pass',
  { repetitions, windowMs }: BenchOptions,
  limit?: Limit,
): Promise<readonly Finding[]> {
  await using upstream = await startProgram('subjects/upstream.ts', { core: WORLD_CORE, args: ['instant'] });
  const upstreamPort = portOf(upstream);
  await using control = await startProgram('subjects/bare-proxy.ts', {
    core: SUBJECT_CORE,
    args: [String(upstreamPort), controlMode],
  });
  await using naru = await startNaru(providerAt(upstreamPort));

  async function window(subject: ProcessUnderTest): Promise<GatewayWindow> {
    const before = subject.cpuMs();
    const load = await runLoad<LoadWindow>('closed-loop.ts', [portOf(subject), CONNECTIONS, windowMs, kind]);
    return { ...load, cpuMicros: ((subject.cpuMs() - before) * 1_000) / load.requests };
  }

  const { pairs, voidWindows } = await measurePaired(repetitions, {
    control: () => window(control),
    subject: () => window(naru),
  });
  const rates = pairs.map(pair => perSecond(pair.subject));
  const ratios = pairs.map(pair => perSecond(pair.subject) / perSecond(pair.control));
  // The load and the upstream share a core and may be the slower side; what the subject burns is not hidden by that.
  const cpuRatios = pairs.map(pair => pair.control.cpuMicros / pair.subject.cpuMicros);
  const latencies = pairs.flatMap(pair => pair.subject.latenciesMs);
  return [
    {
      figure: 'requests per CPU second, of the control',
      unit: '×',
      median: median(cpuRatios),
      worst: Math.min(...cpuRatios),
      voidWindows,
      ...(limit ? { limit } : {}),
    },
    {
      figure: 'requests per second, of the control',
      unit: '×',
      median: median(ratios),
      worst: Math.min(...ratios),
      voidWindows,
    },
    {
      figure: 'requests per second',
      unit: '/s',
      median: median(rates),
      worst: Math.min(...rates),
      control: median(pairs.map(pair => perSecond(pair.control))),
      voidWindows,
    },
    {
      figure: 'CPU per request',
      unit: 'µs',
      median: median(pairs.map(pair => pair.subject.cpuMicros)),
      worst: Math.max(...pairs.map(pair => pair.subject.cpuMicros)),
      control: median(pairs.map(pair => pair.control.cpuMicros)),
      voidWindows,
    },
    ...[0.5, 0.95, 0.99].map(share => ({
      figure: `latency p${share * 100} of ${CONNECTIONS} connections`,
      unit: 'ms',
      median: percentile(latencies, share),
      worst: Math.max(...pairs.map(pair => percentile(pair.subject.latenciesMs, share))),
      control: percentile(
        pairs.flatMap(pair => pair.control.latenciesMs),
        share,
      ),
      voidWindows,
    })),
  ];
}

function perSecond({ requests, elapsedMs }: LoadWindow): number {
  return (requests * 1_000) / elapsedMs;
}

export function portOf({ ready }: ProcessUnderTest): number {
  return (ready as { readonly port: number }).port;
}
