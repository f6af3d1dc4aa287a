import type { ActiveBehaviour } from '../behaviours/play.ts';
import type { Hooks, Moment } from '../behaviours/behaviour.ts';
import { writeAnswer, type AnswerIdentity } from '../answers/write-answer.ts';
import type { Answer } from '../answers/answer.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { ProviderErrorKind } from '../protocols/provider-error.ts';
import { encodeFrame, USUAL_FRAMING } from './framing.ts';
import type { Reply } from './reply.ts';
import { ENDED, type Headers, type Step } from './step.ts';

const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream; charset=utf-8';

/** Decides everything that will happen on the wire for one request, and does nothing. */
export function composeExchange(
  moment: Moment,
  active: readonly ActiveBehaviour[],
  identity: AnswerIdentity,
): readonly Step[] {
  const hooks = active.map(behaviour => behaviour.hooks);
  const answer = fold(hooks, 'answer', writeAnswer(moment.facts, identity), moment);
  const plain: Reply = { status: 200, headers: { 'x-request-id': `req_${identity.id}` }, body: { kind: 'answer' } };
  const reply = fold(hooks, 'reply', plain, moment);
  const steps = [...bodySteps(reply, answer, hooks, moment), ENDED];
  return fold(hooks, 'steps', steps, moment);
}

/** A refusal that no behaviour shapes: the request itself was not allowed. */
export function composeRefusal(
  protocol: Protocol,
  { error, reason }: { readonly error: ProviderErrorKind; readonly reason: string },
): readonly Step[] {
  const { status, document, headers = {} } = protocol.errorDocument({ kind: error, message: reason });
  const reply: Reply = { status, headers, body: { kind: 'answer' } };
  return [...wholeBody(reply, jsonBytes(document), JSON_TYPE), ENDED];
}

type Folding = 'answer' | 'reply' | 'document' | 'frames' | 'steps';

function fold<Value>(hooks: readonly Hooks[], field: Folding, start: Value, moment: Moment): Value {
  let value = start;
  for (const hook of hooks) {
    const change = hook[field] as ((value: Value, moment: Moment) => Value) | undefined;
    if (change) value = change(value, moment);
  }
  return value;
}

function bodySteps(reply: Reply, answer: Answer, hooks: readonly Hooks[], moment: Moment): readonly Step[] {
  const { facts, protocol } = moment;
  const { body } = reply;
  if (body.kind === 'bytes') return wholeBody(reply, body.bytes, body.contentType);
  if (body.kind === 'error') {
    const { document, headers } = protocol.errorDocument(body.error);
    return wholeBody({ ...reply, headers: { ...headers, ...reply.headers } }, jsonBytes(document), JSON_TYPE);
  }
  if (!facts.stream) {
    const document = fold(hooks, 'document', protocol.answerDocument(answer, facts), moment);
    return wholeBody(reply, jsonBytes(document), JSON_TYPE);
  }
  const frames = fold(hooks, 'frames', protocol.answerFrames(answer, facts), moment);
  const framing = hooks.reduce((current, { framing: change }) => change?.(current) ?? current, USUAL_FRAMING);
  return [
    head(reply, { 'content-type': protocol.encoding?.contentType ?? STREAM_TYPE, 'cache-control': 'no-cache' }),
    ...frames.map((frame, index): Step => {
      const bytes =
        protocol.encoding?.encode(frame, framing) ??
        encodeFrame(frame, framing, { index, isLast: index === frames.length - 1 });
      return { kind: 'write', bytes, frame: frame.kind, endsFrame: true };
    }),
  ];
}

function wholeBody(reply: Reply, bytes: Buffer, contentType: string | undefined): readonly Step[] {
  const headers = {
    ...(contentType !== undefined && { 'content-type': contentType }),
    'content-length': String(bytes.length),
  };
  const body: readonly Step[] = bytes.length > 0 ? [{ kind: 'write', bytes, endsFrame: false }] : [];
  return [head(reply, headers), ...body];
}

function head({ status, headers }: Reply, more: Headers): Step {
  return { kind: 'head', status, headers: { ...more, ...headers } };
}

function jsonBytes(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document));
}
