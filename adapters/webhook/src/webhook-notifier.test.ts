import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { NotifyError } from '@naru/events';
import { aNotice, describeNotifier } from '@naru/events/testing';
import { toSlackMessage } from './slack-message.ts';
import { createWebhookNotifier } from './webhook-notifier.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const TAKEN: Answer = (_request, response) => response.end('ok');

async function setUp(t: TestContext, first: Answer = TAKEN) {
  let answer = first;
  const bodies: string[] = [];
  const keys: unknown[] = [];
  const server = createServer(async (request, response) => {
    keys.push(request.headers['idempotency-key']);
    bodies.push((await request.setEncoding('utf8').toArray()).join(''));
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  const notifier = createWebhookNotifier({ url: `http://127.0.0.1:${port}/services/secret-path` });
  t.after(async () => {
    await notifier[Symbol.asyncDispose]();
    server.closeAllConnections();
    server.close();
  });
  return {
    notifier,
    bodies,
    keys,
    /** What a person would read in the channel. */
    told: () => bodies.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    breakReceiver() {
      answer = (_request, response) => response.writeHead(503).end();
    },
  };
}

const signal = new AbortController().signal;

describeNotifier('webhook', t => setUp(t));

describe('createWebhookNotifier', () => {
  it('sends the key along, by which a receiver leaves out what it has had', async t => {
    const { notifier, keys } = await setUp(t);
    await notifier.notify(aNotice({ key: 'incident-7@3' }), signal);
    assert.deepEqual(keys, ['incident-7@3']);
  });

  it('follows no redirect', async t => {
    const { notifier, bodies } = await setUp(t, (_request, response) =>
      response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    await assert.rejects(notifier.notify(aNotice(), signal), /answered 307/);
    assert.equal(bodies.length, 1);
  });

  it('says nothing of the address when it cannot be reached', async t => {
    const { notifier } = await setUp(t, request => request.socket.destroy());
    await assert.rejects(notifier.notify(aNotice(), signal), (error: Error) => {
      assert.ok(error instanceof NotifyError);
      assert.doesNotMatch(error.message, /secret-path|127\.0\.0\.1/);
      return true;
    });
  });

  it('is left when the signal aborts, though the receiver is silent', { timeout: 10_000 }, async t => {
    const { notifier } = await setUp(t, () => {});
    await assert.rejects(notifier.notify(aNotice(), AbortSignal.timeout(50)), { name: 'TimeoutError' });
  });
});

describe('toSlackMessage', () => {
  it('lets no text become a mark, a link or a mention', () => {
    const message = JSON.stringify(toSlackMessage(aNotice({ title: '<!channel> & <https://evil|here>' })));
    assert.doesNotMatch(message, /<!channel>|<https/);
  });

  it('stays within what Slack takes, and says what it left out', () => {
    const item = { incidentId: 'i', title: 't', summary: '가'.repeat(5_000), runbook: '/docs' };
    const { blocks } = toSlackMessage(aNotice({ items: Array.from({ length: 30 }, () => item) }));
    assert.ok(blocks.length <= 50);
    for (const block of blocks as { text?: { text: string } }[]) assert.ok((block.text?.text.length ?? 0) <= 3_000);
    assert.match(JSON.stringify(blocks), /그 밖에 10건/);
  });
});
