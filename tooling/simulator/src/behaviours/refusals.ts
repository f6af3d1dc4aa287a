import type { Reply } from '../exchange/reply.ts';
import { errorOfStatus, PROVIDER_ERROR_KINDS, type ProviderError } from '../protocols/provider-error.ts';
import { defineBehaviour } from './behaviour.ts';
import { either, oneOf, orBare, someText, wholeNumber } from './forms.ts';

export const error = defineBehaviour({
  does: "Refuses with the protocol's own status, type and code for this kind of error.",
  form: oneOf(...PROVIDER_ERROR_KINDS),
  examples: ['rate-limit', 'quota', 'context-length', 'content-filter', 'auth'],
  hooks: kind => ({
    reply: (reply, { protocol }) => ({
      ...reply,
      status: protocol.errorDocument({ kind }).status,
      body: { kind: 'error', error: { kind } },
    }),
  }),
});

export const status = defineBehaviour({
  does: "Answers with this status; from 400 on with the protocol's error body unless `error` or `body` says otherwise.",
  form: wholeNumber(200, 599),
  examples: [429, 500, 503],
  hooks: wanted => ({
    reply: reply => ({ ...reply, status: wanted, body: bodyForStatus(reply, wanted) }),
  }),
});

function bodyForStatus({ body }: Reply, wanted: number): Reply['body'] {
  if (body.kind !== 'answer' || wanted < 300) return body;
  if (wanted < 400) return { kind: 'bytes', bytes: Buffer.alloc(0), contentType: undefined };
  return { kind: 'error', error: { kind: errorOfStatus(wanted) } };
}

export const message = defineBehaviour({
  does: "Puts this text into the error's message: to see where a provider's words end up.",
  form: someText(),
  examples: ['do-not-log-this'],
  hooks: text => ({
    reply: reply => (reply.body.kind === 'error' ? { ...reply, body: withMessage(reply.body.error, text) } : reply),
  }),
});

function withMessage({ kind }: ProviderError, text: string): Reply['body'] {
  return { kind: 'error', error: { kind, message: text } };
}

export const redirect = defineBehaviour({
  does: 'Answers 307 with this address in Location.',
  form: orBare(someText(500), 'http://elsewhere.invalid/v1'),
  examples: [true, 'http://127.0.0.1:9/v1'],
  hooks: location => ({
    reply: reply => ({
      status: 307,
      headers: { ...reply.headers, location },
      body: { kind: 'bytes', bytes: Buffer.alloc(0), contentType: undefined },
    }),
  }),
});

export const remaining = defineBehaviour({
  does: 'Reports so many requests left in the rate-limit headers of the protocol.',
  form: wholeNumber(0, 1_000_000),
  examples: [0, 12],
  hooks: count => ({
    reply: (reply, { protocol }) => {
      const name =
        protocol.name === 'anthropic' ? 'anthropic-ratelimit-requests-remaining' : 'x-ratelimit-remaining-requests';
      return { ...reply, headers: { ...reply.headers, [name]: String(count) } };
    },
  }),
});

export const contentType = defineBehaviour({
  does: 'Claims another content type than the body has.',
  form: either(oneOf('html', 'text', 'none', 'json', 'event-stream'), someText(200)),
  examples: ['html', 'none', 'application/x-ndjson'],
  hooks: wanted => ({
    steps: steps =>
      steps.map(step => {
        if (step.kind !== 'head') return step;
        const { 'content-type': _, ...headers } = step.headers;
        const value = CONTENT_TYPES.get(wanted) ?? wanted;
        return { ...step, headers: value === '' ? headers : { ...headers, 'content-type': value } };
      }),
  }),
});

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['text', 'text/plain; charset=utf-8'],
  ['json', 'application/json'],
  ['event-stream', 'text/event-stream'],
  ['none', ''],
]);
