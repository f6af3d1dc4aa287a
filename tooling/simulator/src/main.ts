import { readFile } from 'node:fs/promises';
import { messageOf, systemClock } from '@naru/kernel';
import { PlayError } from './behaviours/play.ts';
import { HELP, readCommandLine } from './command-line.ts';
import { startSimulator, type Simulator } from './simulator.ts';
import { playTimeline } from './timeline/play-timeline.ts';
import { readTimeline } from './timeline/read-timeline.ts';
import { TimelineError } from './timeline/timeline-mistakes.ts';
import { QUIET_TIMELINE, type Timeline } from './timeline/timeline.ts';
import { welcome } from './welcome.ts';

const BAD_INPUT = 2;

process.exitCode = await main();

async function main(): Promise<number> {
  const command = readCommandLine(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      console.log(HELP);
      return 0;
    case 'mistaken':
      console.error(`${command.mistake}\n\n${HELP}`);
      return BAD_INPUT;
    case 'run':
      return run(command.port, command.timelinePath);
  }
}

async function run(port: number, timelinePath: string | undefined): Promise<number> {
  let timeline: Timeline;
  let simulator: Simulator;
  try {
    timeline = timelinePath === undefined ? QUIET_TIMELINE : readTimeline(await readFile(timelinePath, 'utf8'));
    simulator = await startSimulator({ ...timeline, port });
  } catch (error) {
    console.error(explain(error, port, timelinePath));
    return BAD_INPUT;
  }
  console.log(welcome(timeline, simulator));

  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());
  await playTimeline(timeline, simulator, {
    clock: systemClock,
    tell: line => console.log(line),
    signal: stopping.signal,
  });
  if (!stopping.signal.aborted) {
    if (timeline.steps.length > 0) console.log('The timeline has ended; the providers go on as they are now.');
    await new Promise(resolve => stopping.signal.addEventListener('abort', resolve, { once: true }));
  }
  await simulator.close();
  return 0;
}

function explain(error: unknown, port: number, timelinePath: string | undefined): string {
  if (error instanceof TimelineError) return `${timelinePath}\n${error.message}`;
  if (error instanceof RangeError || error instanceof PlayError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT')
    return `${timelinePath}: no such file; timelines to start from are in tooling/simulator/timelines/`;
  if (code === 'EADDRINUSE') return `port ${port} is taken; choose another with --port`;
  return messageOf(error);
}
