import { parse } from 'yaml';
import { isObject, type Json } from '../protocols/json.ts';
import { PROTOCOL_NAMES } from '../protocols/protocol.ts';
import type { ProviderSettings } from '../server/provider.ts';
import { describeMs } from './duration.ts';
import { TimelineError, TimelineMistakes } from './timeline-mistakes.ts';
import type { Timeline, TimelineStep } from './timeline.ts';

const MAX_STEPS = 10_000;
/** A shorter round would only spin. */
const MIN_LOOP_MS = 1_000;

/** @throws {TimelineError} naming every mistake at once */
export function readTimeline(text: string): Timeline {
  const mistakes = new TimelineMistakes();
  const root = mistakes.object('timeline', parseYaml(text));
  mistakes.onlyFields('timeline', root, ['title', 'providers', 'seed', 'steps', 'loop']);
  const providers = readProviders(root['providers'], mistakes);
  const steps = mistakes.list('steps', root['steps'] ?? []);
  if (steps.length > MAX_STEPS) mistakes.add('steps', `${steps.length} steps`, `up to ${MAX_STEPS}`);
  const timeline = {
    title: mistakes.text('title', root['title'] ?? 'Untitled'),
    providers,
    seed: mistakes.optionalCount('seed', root['seed']),
    steps: steps.map((step, index) => readStep(step, `steps[${index}]`, providers, mistakes)),
    loopMs: mistakes.optionalDuration('loop', root['loop']),
  };
  const lastAtMs = Math.max(MIN_LOOP_MS, ...timeline.steps.map(({ atMs }) => atMs));
  if (timeline.loopMs !== undefined && timeline.loopMs < lastAtMs) {
    mistakes.add('loop', root['loop'], `at least ${describeMs(lastAtMs)}, when the last step comes`);
  }
  mistakes.throwIfAny();
  return { ...timeline, steps: timeline.steps.toSorted((a, b) => a.atMs - b.atMs) };
}

function readProviders(
  value: Json | undefined,
  mistakes: TimelineMistakes,
): Readonly<Record<string, ProviderSettings>> {
  const given = mistakes.object('providers', value);
  const entries = Object.entries(given).map(([name, item]): [string, ProviderSettings] => {
    const path = `providers.${name}`;
    const settings = mistakes.object(path, typeof item === 'string' ? { protocol: item } : item);
    mistakes.onlyFields(path, settings, ['protocol', 'always', 'apiKey', 'models']);
    const protocol = PROTOCOL_NAMES.find(known => known === settings['protocol']);
    if (!protocol) mistakes.add(`${path}.protocol`, settings['protocol'], PROTOCOL_NAMES.join(', '));
    const { always, apiKey, models } = settings;
    return [
      name,
      {
        protocol: protocol ?? 'openai',
        ...(always !== undefined && { always: mistakes.play(`${path}.always`, always) }),
        ...(apiKey !== undefined && { apiKey: mistakes.text(`${path}.apiKey`, apiKey) }),
        ...(models !== undefined && {
          models: mistakes
            .list(`${path}.models`, models)
            .map((model, index) => mistakes.text(`${path}.models[${index}]`, model)),
        }),
      },
    ];
  });
  if (isObject(value) && entries.length === 0) mistakes.add('providers', 'none', 'at least one');
  return Object.fromEntries(entries);
}

function readStep(
  value: Json,
  path: string,
  providers: Readonly<Record<string, ProviderSettings>>,
  mistakes: TimelineMistakes,
): TimelineStep {
  const step = mistakes.object(path, value);
  mistakes.onlyFields(path, step, ['at', 'provider', 'behaviour', 'for', 'times']);
  const provider = mistakes.text(`${path}.provider`, step['provider']);
  if (!Object.hasOwn(providers, provider)) {
    mistakes.add(`${path}.provider`, provider, Object.keys(providers).join(', '));
  }
  return {
    atMs: mistakes.duration(`${path}.at`, step['at']),
    provider,
    behaviour: mistakes.play(`${path}.behaviour`, step['behaviour']),
    forMs: mistakes.optionalDuration(`${path}.for`, step['for']),
    times: mistakes.optionalCount(`${path}.times`, step['times']),
  };
}

function parseYaml(text: string): Json {
  try {
    return parse(text, { maxAliasCount: 20 }) as Json;
  } catch (error) {
    throw new TimelineError([`not YAML or JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
