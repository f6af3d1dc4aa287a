import type { Simulator } from './simulator.ts';
import { describeMs } from './timeline/duration.ts';
import type { Timeline } from './timeline/timeline.ts';

/** What is printed at the start: addresses, a line to copy, what will happen. */
export function welcome({ title, providers, steps, loopMs }: Timeline, simulator: Simulator): string {
  const names = Object.keys(providers);
  const [first = '', ...others] = names.map(name => simulator.settingOf(name));
  const fallbacks = others.length > 0 ? ` QS_LLM_FALLBACK_URLS='${others.join(',')}'` : '';
  const width = Math.max(...names.map(name => name.length));
  const plan = steps.map(
    ({ atMs, provider, behaviour, forMs, times }) =>
      `  at ${describeMs(atMs)}  ${provider}: ${behaviour}` +
      (forMs === undefined ? '' : ` for ${describeMs(forMs)}`) +
      (times === undefined ? '' : ` for the next ${times} requests`),
  );
  return [
    title,
    '',
    ...names.map(
      name => `  ${name.padEnd(width)}  ${(providers[name]?.protocol ?? '').padEnd(9)}  ${simulator.urlOf(name)}`,
    ),
    `  ${'control'.padEnd(width)}  ${''.padEnd(9)}  ${simulator.url}/control`,
    '',
    'Start Naru against it:',
    `  QS_LLM_URL='${first}'${fallbacks} npm start`,
    '',
    ...(plan.length > 0
      ? ['What will happen:', ...plan, ...(loopMs ? [`  again after ${describeMs(loopMs)}`] : []), '']
      : []),
  ].join('\n');
}
