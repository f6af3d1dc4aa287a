import type { Reply } from '../exchange/reply.ts';
import { defineBehaviour, type Moment } from './behaviour.ts';
import { oneOf } from './forms.ts';

const HTML =
  '<!doctype html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n';

type BodyWay = 'html' | 'text' | 'empty' | 'gzip-garbage' | 'truncated-json' | 'json-list' | 'json-null';

export const body = defineBehaviour({
  does: 'Replaces the body, with a status of its own or 200: an HTML page, nothing, bytes that claim to be gzip …',
  form: oneOf('html', 'text', 'empty', 'gzip-garbage', 'truncated-json', 'json-list', 'json-null'),
  examples: ['html', 'text', 'empty', 'gzip-garbage', 'truncated-json', 'json-list', 'json-null'],
  hooks: way => ({ reply: (reply, moment) => withBody(reply, way, moment) }),
});

function withBody(reply: Reply, way: BodyWay, { protocol }: Moment): Reply {
  switch (way) {
    case 'html':
      return withBytes(reply, HTML, 'text/html; charset=utf-8');
    case 'text':
      return withBytes(reply, 'upstream connect error or disconnect/reset before headers', 'text/plain');
    case 'empty':
      return withBytes(reply, '', undefined);
    case 'gzip-garbage':
      return {
        ...withBytes(reply, Buffer.from('1f8b0800deadbeefdeadbeefdeadbeef', 'hex'), 'application/json'),
        headers: { ...reply.headers, 'content-encoding': 'gzip' },
      };
    case 'truncated-json': {
      const error = reply.body.kind === 'error' ? reply.body.error : { kind: 'server' as const };
      const text = JSON.stringify(protocol.errorDocument(error).document);
      return withBytes(reply, text.slice(0, -8), 'application/json');
    }
    case 'json-list':
      return withBytes(reply, '[]', 'application/json');
    case 'json-null':
      return withBytes(reply, 'null', 'application/json');
  }
}

function withBytes(reply: Reply, content: string | Buffer, contentType: string | undefined): Reply {
  return { ...reply, body: { kind: 'bytes', bytes: Buffer.from(content), contentType } };
}
