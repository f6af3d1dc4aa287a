import type { Json, JsonObject } from '../protocols/json.ts';

export interface ServerSentEvent {
  readonly event: string | undefined;
  readonly data: string;
}

/** Events of a whole body in the usual framing. Deliberately naive: odd framings are judged by their bytes. */
export function readEvents(body: Buffer): readonly ServerSentEvent[] {
  if (body[0] === 0) return readMessages(body);
  return body
    .toString('utf8')
    .split('\n\n')
    .filter(block => block.trim() !== '')
    .map(block => {
      const lines = block.split('\n');
      const event = lines.find(line => line.startsWith('event: '))?.slice(7);
      return { event, data: lines.flatMap(line => (line.startsWith('data: ') ? line.slice(6) : [])).join('\n') };
    });
}

/** Bedrock's binary messages, whole ones only; checksums are the business of the encoding's own test. */
function readMessages(body: Buffer): readonly ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  for (let at = 0; at + 12 <= body.length; at += body.readUInt32BE(at)) {
    const end = at + body.readUInt32BE(at);
    const payloadAt = at + 12 + body.readUInt32BE(at + 4);
    const event = /:(?:event|exception)-type\W+(\w+)/.exec(body.toString('latin1', at, payloadAt))?.[1];
    if (end <= body.length) events.push({ event, data: body.toString('utf8', payloadAt, end - 4) });
  }
  return events;
}

/** The JSON documents of the events; `[DONE]`, comments and broken ones are left out. */
export function readDocuments(body: Buffer): readonly JsonObject[] {
  return readEvents(body).flatMap(({ data }) => {
    try {
      return [JSON.parse(data) as JsonObject];
    } catch {
      return [];
    }
  });
}

/** A value deep inside a document, such as `at(chunk, 'choices', 0, 'delta', 'content')`. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as { readonly [name: string | number]: Json | undefined })[step];
  }
  return current;
}

/** The text of an answer in whichever protocol, JSON or stream. */
export function spokenText(body: Buffer): string {
  const text = body.toString('utf8');
  const documents = text.startsWith('{') ? [JSON.parse(text) as JsonObject] : readDocuments(body);
  return documents
    .map(document => {
      const said =
        at(document, 'output', 'message', 'content', 0, 'text') ??
        at(document, 'choices', 0, 'delta', 'content') ??
        at(document, 'choices', 0, 'message', 'content') ??
        at(document, 'delta', 'text') ??
        at(document, 'content', 0, 'text') ??
        document['text'] ??
        document['answer'];
      return typeof said === 'string' ? said : '';
    })
    .join('');
}
