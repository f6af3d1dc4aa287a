import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { ChunkedBody } from './chunked-body.ts';

/** Serves by `answer`, sends `request`, and gives all bytes that came until the server closed. */
async function bytesOf(request: string, answer: (body: ChunkedBody, response: ServerResponse) => void) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    answer(new ChunkedBody(response), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => received.push(bytes));
  socket.write(request);
  await once(socket, 'close');
  server.close();
  return Buffer.concat(received).toString('utf8');
}

const GET = 'GET / HTTP/1.1\r\nhost: naru\r\nconnection: close\r\n\r\n';

function bodyOf(bytes: string): string {
  return bytes.slice(bytes.indexOf('\r\n\r\n') + 4);
}

describe('ChunkedBody', () => {
  it('writes chunks of bytes and of text with their length in bytes, and the last chunk', async () => {
    const bytes = await bytesOf(GET, body => {
      body.write(Buffer.from('배송'));
      body.write('');
      body.write('이틀');
      body.end('끝');
    });
    assert.match(bytes, /transfer-encoding: chunked/i);
    assert.equal(bodyOf(bytes), '6\r\n배송\r\n6\r\n이틀\r\n3\r\n끝\r\n0\r\n\r\n');
  });

  it('ends without a word where nothing is left to say', async () => {
    assert.equal(bodyOf(await bytesOf(GET, body => body.end(''))), '0\r\n\r\n');
  });

  it('writes bare bytes to a client that knows no chunks', async () => {
    const bytes = await bytesOf('GET / HTTP/1.0\r\n\r\n', body => {
      body.write(Buffer.from('one '));
      body.write('two ');
      body.end('three');
    });
    assert.doesNotMatch(bytes, /chunked/i);
    assert.equal(bodyOf(bytes), 'one two three');
  });

  it('keeps the order of answers that were asked for one behind the other', async () => {
    let first: ChunkedBody | undefined;
    const bytes = await bytesOf(`GET /1 HTTP/1.1\r\nhost: naru\r\n\r\n${GET}`, (body, response) => {
      if (!first) {
        first = body;
        body.write('first ');
        return;
      }
      body.write('second ');
      body.write('second again');
      body.end('');
      assert.equal(response.socket, null, 'it waits for the one before');
      first.write('first again');
      first.end('');
    });
    const said = bytes.match(/first again|first|second again|second/g);
    assert.deepEqual(said, ['first', 'first again', 'second', 'second again']);
  });

  it('says when the client reads more slowly than it is written to', async () => {
    let hasWaited = false;
    await bytesOf(GET, body => {
      body.write('begin');
      hasWaited = !body.write(Buffer.alloc(8 * 1024 * 1024));
      body.end('');
    });
    assert.ok(hasWaited);
  });
});
