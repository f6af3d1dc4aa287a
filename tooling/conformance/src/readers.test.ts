import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { newCustomer } from './customer.ts';
import { question } from './raw-answer.ts';
import { startSubject } from './subject.ts';
import { until } from './until.ts';

const SENTENCES = 2_900;
const SENTENCE = '주말에도 같은 곳에서 천천히 준비해 보내 드립니다 [1]. ';
/** Says as much as an answer may hold, and more than the buffers on the way. */
const longModel = () => scriptedModel('primary', [[...Array.from({ length: SENTENCES }, () => say(SENTENCE)), finish]]);

describe('a reader that does not read for a while (C-CONF-1)', () => {
  it('gets the whole answer over a WebSocket once it reads again, in order', async () => {
    await using subject = await startSubject({ models: { primary: longModel() } });
    const socket = newCustomer(subject.server.publicUrl).rawSocket();
    let [text, lastSeq, isOver] = ['', 0, false];
    socket.on('message', (bytes: Buffer) => {
      const frame = JSON.parse(bytes.toString('utf8'));
      if (frame.t !== 'chunk') return;
      assert.equal(frame.from ?? frame.seq, lastSeq + 1);
      lastSeq = frame.seq;
      if (frame.p.c.type === 'text-delta') text += frame.p.c.delta;
      isOver = frame.p.c.type === 'finish';
    });
    await new Promise(resolve => socket.once('open', resolve));
    socket.send(JSON.stringify({ v: 1, t: 'hello', p: { client: { name: 'slow', version: '1' } } }));
    const p = { chatId: 'slow', clientMsgId: 'm1', text: '배송은?' };
    socket.send(JSON.stringify({ v: 1, t: 'chat.send', id: 'c1', p }));
    await until(() => lastSeq > 0);
    socket.pause();
    await until(async () => (await subject.server.registry.metrics()).includes('chat_turns_total{'));
    socket.resume();
    await until(() => isOver);
    assert.equal(text.split('주말에도').length - 1, SENTENCES);
    socket.close();
  });

  it('gets the whole answer over server-sent events once it reads again', async () => {
    await using subject = await startSubject({ models: { primary: longModel() } });
    const { hostname, port } = new URL(subject.server.publicUrl);
    const customer = newCustomer(subject.server.publicUrl);
    const body = JSON.stringify(question('slow', '배송은?'));
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    const head = [
      'POST /api/chat HTTP/1.1',
      `host: ${hostname}:${port}`,
      `cookie: ${customer.headers['cookie']}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    await until(() => text.includes('text-delta'));
    socket.pause();
    for (let turn = 0; turn < 200; turn += 1) await new Promise(resolve => setImmediate(resolve));
    socket.resume();
    await until(() => text.includes('[DONE]'));
    socket.destroy();
    assert.equal(text.split('주말에도').length - 1, SENTENCES);
    assert.match(text, /"type":"finish"/);
  });
});

describe('who may not connect (C-CONF-1)', () => {
  for (const origin of [undefined, 'null', 'https://evil.example']) {
    it(`is turned away before the upgrade: origin ${origin ?? 'missing'}`, async () => {
      await using subject = await startSubject();
      const { cookie } = newCustomer(subject.server.publicUrl).headers as { cookie: string };
      const headers = origin === undefined ? { cookie } : { cookie, origin };
      const socket = newCustomer(subject.server.publicUrl).rawSocket(headers);
      const status = await new Promise(resolve => {
        socket.on('error', () => {});
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('open', () => resolve('open'));
      });
      assert.equal(status, 403);
    });
  }
});

describe('a frame of the greatest size (C-CONF-1)', () => {
  it('is taken, and one byte more ends the connection with 1009', async () => {
    await using subject = await startSubject();
    const socket = newCustomer(subject.server.publicUrl).rawSocket();
    const types: string[] = [];
    socket.on('message', (bytes: Buffer) => types.push(JSON.parse(bytes.toString('utf8')).t));
    await new Promise(resolve => socket.once('open', resolve));
    socket.send(JSON.stringify({ v: 1, t: 'hello', p: { client: { name: 'large', version: '1' } } }));
    const ping = (bytes: number): string => {
      const frame = (filling: string) => JSON.stringify({ v: 1, t: 'ping', p: { n: 1 }, filling });
      return frame('x'.repeat(bytes - frame('').length));
    };
    socket.send(ping(65_536));
    await until(() => types.includes('pong'));
    socket.send(ping(65_537));
    assert.equal(await new Promise(resolve => socket.once('close', resolve)), 1009);
  });
});
