import { behaviourNamed, behaviourNames } from '../behaviours/registry.ts';
import { PlayError } from '../behaviours/play.ts';
import { isObject, type Json, type JsonObject } from '../protocols/json.ts';
import type { Provider } from '../server/provider.ts';
import type { RequestLog } from './request-log.ts';

export interface ControlRequest {
  readonly method: string;
  /** The parts of the path behind `/control`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
}

export interface ControlAnswer {
  readonly status: number;
  readonly document: unknown;
}

export interface Controlled {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly log: RequestLog;
  urlOf(provider: string): string;
}

const MAX_WAIT_MS = 60_000;
const USUAL_LIMIT = 100;

/** Answers a call below `/control`. */
export async function control(request: ControlRequest, controlled: Controlled): Promise<ControlAnswer> {
  const [section = '', name, ...more] = request.path;
  if (more.length > 0) return notFound(request);
  const route = `${request.method} ${section}${name === undefined ? '' : '/*'}`;
  switch (route) {
    case 'GET ':
    case 'GET providers':
      return ok({ providers: [...controlled.providers.values()].map(provider => describe(provider, controlled)) });
    case 'GET behaviours':
      return ok({ behaviours: behaviourNames.map(describeBehaviour) });
    case 'POST providers/*':
    case 'DELETE providers/*':
      return direct(name ?? '', request, controlled);
    case 'GET log':
      return readLog(request, controlled.log);
    case 'GET log/*':
      return readEntry(Number(name), request, controlled.log);
    case 'DELETE log':
      controlled.log.clear();
      return ok({ cleared: true });
    default:
      return notFound(request);
  }
}

function direct(name: string, { method, body }: ControlRequest, controlled: Controlled): ControlAnswer {
  const provider = controlled.providers.get(name);
  if (!provider)
    return refusal(404, `provider: found "${name}"; allowed: ${[...controlled.providers.keys()].join(', ')}`);
  if (method === 'DELETE') {
    provider.state.clear();
    return ok(describe(provider, controlled));
  }
  if (!isObject(body)) return refusal(400, 'body: expected an object with the field behaviour');
  const mistake = playFrom(body, provider);
  return mistake === undefined ? ok(describe(provider, controlled)) : refusal(400, mistake);
}

function playFrom(body: JsonObject, provider: Provider): string | undefined {
  const { behaviour, times, forMs, ...others } = body;
  const unknown = Object.keys(others);
  if (unknown.length > 0) return `unknown field ${unknown.join(', ')}; allowed: behaviour, times, forMs`;
  if (typeof behaviour !== 'string' && !isObject(behaviour))
    return 'behaviour: expected a text or an object of settings';
  if (!isOptionalNumber(times) || !isOptionalNumber(forMs))
    return 'times and forMs: expected whole numbers of at least 1';
  try {
    const options = { ...(times !== undefined && { times }), ...(forMs !== undefined && { forMs }) };
    provider.state.play(behaviour as string | Record<string, string>, options);
    return undefined;
  } catch (error) {
    if (error instanceof PlayError || error instanceof RangeError) return error.message;
    throw error;
  }
}

async function readLog({ query, signal }: ControlRequest, log: RequestLog): Promise<ControlAnswer> {
  const provider = query.get('provider');
  const after = Number(query.get('after') ?? 0);
  const limit = Number(query.get('limit') ?? USUAL_LIMIT);
  const needsEnd = query.get('ended') === 'true';
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(limit) || limit < 1) {
    return refusal(400, 'after and limit: expected whole numbers');
  }
  const fits = (entry: ReturnType<RequestLog['entries']>[number]): boolean =>
    entry.id > after && (provider === null || entry.provider === provider) && (!needsEnd || entry.end !== undefined);
  const waitMs = waitOf(query);
  if (waitMs > 0) await log.find(fits, AbortSignal.any([signal, AbortSignal.timeout(waitMs)]));
  return ok({ entries: log.entries().filter(fits).slice(0, limit), dropped: log.dropped });
}

/** With `waitMs`: answers as soon as the exchange is over, or with what there is when the time is up. */
async function readEntry(id: number, { query, signal }: ControlRequest, log: RequestLog): Promise<ControlAnswer> {
  if (!log.get(id)) return refusal(404, 'there is no such entry, or no longer');
  const waitMs = waitOf(query);
  if (waitMs > 0) {
    await log.find(
      entry => entry.id === id && entry.end !== undefined,
      AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
    );
  }
  return ok(log.get(id) ?? {});
}

function waitOf(query: URLSearchParams): number {
  const waitMs = Number(query.get('waitMs') ?? 0);
  return Number.isFinite(waitMs) ? Math.min(Math.max(0, Math.trunc(waitMs)), MAX_WAIT_MS) : 0;
}

function describe(provider: Provider, { urlOf }: Controlled) {
  const { name, protocol, always, state } = provider;
  return { name, protocol: protocol.name, url: urlOf(name), always: always.text || 'well', ...state.describe() };
}

function describeBehaviour(name: string) {
  const { does = '', allowed = '', examples = [] } = behaviourNamed(name) ?? {};
  return { name, does, allowed, examples };
}

function isOptionalNumber(value: Json | undefined): value is number | undefined {
  return value === undefined || typeof value === 'number';
}

function ok(document: unknown): ControlAnswer {
  return { status: 200, document };
}

function notFound({ method, path }: ControlRequest): ControlAnswer {
  return refusal(
    404,
    `found ${method} /control/${path.join('/')}; allowed: GET /control, GET /control/behaviours, ` +
      'POST and DELETE /control/providers/{name}, GET and DELETE /control/log, GET /control/log/{id}',
  );
}

function refusal(status: number, message: string): ControlAnswer {
  return { status, document: { error: { message } } };
}
