import { PlayError } from '../behaviours/play.ts';
import type { ChosenPlay } from '../control/provider-state.ts';
import { RequestFault, type Json } from '../protocols/json.ts';
import type { ProviderErrorKind } from '../protocols/provider-error.ts';
import type { HeaderLookup } from '../protocols/protocol.ts';
import type { RequestFacts } from '../protocols/request-facts.ts';
import type { Provider } from './provider.ts';

/** Who was asked, and at which path below its address. */
export interface Asked {
  readonly provider: Provider;
  readonly path: string;
}

/** What came of reading a request; `unread`: nothing can be answered to it. */
export type Reading =
  | { readonly kind: 'understood'; readonly facts: RequestFacts; readonly chosen: ChosenPlay }
  | { readonly kind: 'refused'; readonly error: ProviderErrorKind; readonly reason: string }
  | { readonly kind: 'unread'; readonly reason: string };

/** Reads a request as the provider would, and chooses what to play to it. */
export function readProviderRequest({ provider, path }: Asked, bytes: Buffer, header: HeaderLookup): Reading {
  const { protocol, apiKey, state } = provider;
  if (apiKey !== undefined && protocol.keyOf(header) !== apiKey) {
    return { kind: 'refused', error: 'auth', reason: 'the key is missing or not the right one' };
  }
  const type = header('content-type') ?? '';
  if (!/^application\/json\b/i.test(type))
    return badRequest(`content-type: expected application/json, found "${type}"`);
  try {
    const facts = protocol.readRequest(JSON.parse(bytes.toString('utf8')) as Json, header, path);
    return { kind: 'understood', facts, chosen: state.choose(facts.model) };
  } catch (error) {
    if (error instanceof RequestFault) return badRequest(error.message);
    if (error instanceof PlayError) return badRequest(`model: ${error.message}`);
    if (error instanceof SyntaxError) return badRequest('body: expected JSON, found something else');
    throw error;
  }
}

function badRequest(reason: string): Reading {
  return { kind: 'refused', error: 'bad-request', reason };
}
