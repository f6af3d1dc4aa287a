import { parse } from 'yaml';
import { PlayError, readPlay } from '../behaviours/play.ts';
import { isList, isObject, type Json, type JsonObject } from '../protocols/json.ts';
import { PROTOCOL_NAMES } from '../protocols/protocol.ts';
import type { ProviderSettings } from '../server/provider.ts';
import { durationMs } from './duration.ts';
import type { Timeline, TimelineStep } from './timeline.ts';

/** A timeline that cannot be played: each mistake with its path, what was found and what is allowed. */
export class TimelineError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The timeline is not valid:\n${mistakes.map(mistake => `  ${mistake}`).join('\n')}`);
    this.name = 'TimelineError';
    this.mistakes = mistakes;
  }
}

const MAX_STEPS = 10_000;

/** @throws {TimelineError} naming every mistake at once */
export function readTimeline(text: string): Timeline {
  const mistakes = new Mistakes();
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
  mistakes.throwIfAny();
  return { ...timeline, steps: timeline.steps.toSorted((a, b) => a.atMs - b.atMs) };
}

function readProviders(value: Json | undefined, mistakes: Mistakes): Readonly<Record<string, ProviderSettings>> {
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
  mistakes: Mistakes,
): TimelineStep {
  const step = mistakes.object(path, value);
  mistakes.onlyFields(path, step, ['at', 'provider', 'behaviour', 'for', 'times']);
  const provider = mistakes.text(`${path}.provider`, step['provider']);
  if (!Object.hasOwn(providers, provider)) {
    mistakes.add(`${path}.provider`, provider, Object.keys(providers).join(', '));
  }
  return {
    atMs: mistakes.optionalDuration(`${path}.at`, step['at'] ?? null) ?? 0,
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

/** Reads values and gathers what is wrong with them, so that one run shows every mistake. */
class Mistakes {
  readonly #mistakes: string[] = [];

  add(path: string, found: Json | undefined, allowed: string): void {
    this.#mistakes.push(
      `${path}: found ${found === undefined ? 'nothing' : JSON.stringify(found)}; allowed: ${allowed}`,
    );
  }

  throwIfAny(): void {
    if (this.#mistakes.length > 0) throw new TimelineError(this.#mistakes);
  }

  object(path: string, value: Json | undefined): JsonObject {
    if (isObject(value)) return value;
    this.add(path, value, 'an object');
    return {};
  }

  list(path: string, value: Json | undefined): readonly Json[] {
    if (isList(value)) return value;
    this.add(path, value, 'a list');
    return [];
  }

  text(path: string, value: Json | undefined): string {
    if (typeof value === 'string') return value;
    this.add(path, value, 'a text');
    return '';
  }

  optionalCount(path: string, value: Json | undefined): number | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
    this.add(path, value, 'a whole number of at least 1');
    return undefined;
  }

  optionalDuration(path: string, value: Json | undefined): number | undefined {
    if (value === undefined) return undefined;
    const ms = typeof value === 'string' || typeof value === 'number' ? durationMs(value) : undefined;
    if (ms === undefined) this.add(path, value, 'a time such as 500ms, 10s, 2m or 0');
    return ms;
  }

  onlyFields(path: string, value: JsonObject, allowed: readonly string[]): void {
    for (const name of Object.keys(value)) {
      if (!allowed.includes(name)) this.add(path, `field ${name}`, allowed.join(', '));
    }
  }

  play(path: string, value: Json | undefined): string {
    if (typeof value !== 'string') {
      this.add(path, value, 'a text such as status=503,retry-after=2, or well');
      return 'well';
    }
    try {
      readPlay(value);
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
      for (const mistake of error.mistakes) this.#mistakes.push(`${path}: ${mistake}`);
    }
    return value;
  }
}
