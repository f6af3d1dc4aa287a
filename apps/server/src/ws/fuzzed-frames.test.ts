import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { socketFrameSchema, SOCKET_COMMANDS } from '@naru/api-contract';
import { scriptedModel, say, finish } from '@naru/language-model/testing';
import fc from 'fast-check';
import { SocketClient } from '../testing/socket-client.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import { setUpConnections } from './testing/set-up-connections.ts';

/** By hand: NARU_FUZZ_FRAMES=100000. */
const FRAMES = Number(process.env['NARU_FUZZ_FRAMES'] ?? 5_000);
const FRAMES_EACH = 10;
const COOKIE = `naru_customer=${'a'.repeat(32)}`;

const name = fc.oneof(
  fc.constantFrom(...SOCKET_COMMANDS, 'chunk', '__proto__', 'constructor', ''),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const value = fc.oneof(
  fc.constantFrom('c', 'chat:c', 'report:c', 'ops', 'chat:\u0000', '\ud800', null, -1, 1e300, 0.5, '배송은?', [], {}),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.integer(),
);
const payload = fc.dictionary(
  fc.constantFrom(
    'ch',
    'sid',
    'after',
    'lastSeq',
    'chatId',
    'clientMsgId',
    'text',
    'trigger',
    'messageId',
    'reportId',
    'question',
    'n',
    'client',
    'subs',
    'ticket',
    'accepts',
    '__proto__',
  ),
  value,
);
const frame = fc.oneof(
  { weight: 8, arbitrary: fc.record({ v: fc.constant(1), t: name, id: fc.option(value), p: fc.option(payload) }) },
  { weight: 1, arbitrary: fc.anything() },
);
const text = fc.oneof(
  { weight: 8, arbitrary: frame.map(made => JSON.stringify(made) ?? 'undefined') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.nat(5_000).map(depth => `${'['.repeat(depth)}${']'.repeat(depth)}`) },
);

describe('frames made up by chance (C6)', () => {
  it('are answered by the contract or end their connection, and nothing else happens', async () => {
    const { clock, visit, sockets, logger } = setUpConnections({ settings: { turnsPerMinute: 1_000_000 } });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: FRAMES_EACH, maxLength: FRAMES_EACH }), async texts => {
        const { wire, connection } = visit();
        for (const each of texts) connection.take(each);
        await clock.advance(10);
        for (const sent of wire.sent) socketFrameSchema.parse(JSON.parse(sent));
        assert.ok([undefined, 4400, 4401, 4429].includes(wire.closedWith), String(wire.closedWith));
        sockets.closed(connection, 1000);
      }),
      { numRuns: Math.ceil(FRAMES / FRAMES_EACH) },
    );
    assert.equal(sockets.count, 0);
    assert.deepEqual(
      logger.entries.filter(({ level }) => level === 'error').map(({ fields }) => fields['error']),
      [],
    );
  });
});

describe('bytes that are no frames', () => {
  it('end their connection, and the server answers the next one', async () => {
    const model = scriptedModel('primary', [[say('네 [1].'), finish]]);
    await using server = await startTestServer({
      models: { primary: model },
      http: { sockets: { perOwner: 1_000, total: 10_000 } },
    });
    const { port } = new URL(server.publicUrl);
    const handshake = [
      'GET /ws HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      `origin: ${server.publicUrl}`,
      `cookie: ${COOKIE}`,
      'connection: Upgrade',
      'upgrade: websocket',
      'sec-websocket-version: 13',
      'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
      'sec-websocket-protocol: naru.v1',
    ];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 200 }), async bytes => {
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('error', () => {});
        socket.write(`${handshake.join('\r\n')}\r\n\r\n`);
        await new Promise(resolve => socket.once('data', resolve));
        socket.write(bytes);
        socket.end();
        await new Promise(resolve => socket.once('close', resolve));
      }),
      { numRuns: 100 },
    );
    const client = new SocketClient({ url: server.publicUrl, cookie: COOKIE });
    await client.greet();
    client.close();
  });
});
