import { RequestFault, type Json } from '../protocols/json.ts';
import type { ProviderErrorKind } from '../protocols/provider-error.ts';
import type { HeaderLookup } from '../protocols/protocol.ts';
import { lastText, type RequestFacts } from '../protocols/request-facts.ts';
import { PlayError } from '../behaviours/play.ts';
import type { BodyFacts } from '../control/log-entry.ts';
import type { ChosenPlay } from '../control/provider-state.ts';
import type { Provider } from './provider.ts';

export type ReadOutcome =
  | { readonly kind: 'understood'; readonly facts: RequestFacts; readonly chosen: ChosenPlay }
  | { readonly kind: 'refused'; readonly error: ProviderErrorKind; readonly reason: string };

/** Reads a request as the provider would, and chooses what to play to it. */
export function readProviderRequest(provider: Provider, bytes: Buffer, header: HeaderLookup): ReadOutcome {
  const { protocol, apiKey, state } = provider;
  if (apiKey !== undefined && protocol.keyOf(header) !== apiKey) {
    return { kind: 'refused', error: 'auth', reason: 'the key is missing or not the right one' };
  }
  const type = header('content-type') ?? '';
  if (!/^application\/json\b/i.test(type))
    return badRequest(`content-type: expected application/json, found "${type}"`);
  try {
    const facts = protocol.readRequest(JSON.parse(bytes.toString('utf8')) as Json, header);
    return { kind: 'understood', facts, chosen: state.choose(facts.model) };
  } catch (error) {
    if (error instanceof RequestFault) return badRequest(error.message);
    if (error instanceof PlayError) return badRequest(`model: ${error.message}`);
    if (error instanceof SyntaxError) return badRequest('body: expected JSON, found something else');
    throw error;
  }
}

const MAX_LOGGED_CHARACTERS = 2_000;

export function bodyFacts(facts: RequestFacts, bodyBytes: number): BodyFacts {
  return {
    model: facts.model,
    stream: facts.stream,
    roles: facts.messages.map(({ role }) => role),
    messageCharacters: facts.messages.reduce((sum, { text }) => sum + text.length, 0),
    lastUserText: lastText(facts, 'user').slice(0, MAX_LOGGED_CHARACTERS),
    sources: facts.sources.length,
    tools: facts.tools.map(({ name }) => name),
    wantsUsage: facts.wantsUsage,
    maxTokens: facts.maxTokens,
    bodyBytes,
  };
}

function badRequest(reason: string): ReadOutcome {
  return { kind: 'refused', error: 'bad-request', reason };
}
