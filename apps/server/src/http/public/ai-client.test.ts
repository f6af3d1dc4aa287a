import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { AbstractChat, DefaultChatTransport, type ChatState, type ChatStatus, type UIMessage } from 'ai';
import { createBrowser } from '../../testing/browser.ts';
import { startTestServer } from '../../testing/start-test-server.ts';
import { until } from '../../testing/until.ts';

class PlainState implements ChatState<UIMessage> {
  status: ChatStatus = 'ready';
  error: Error | undefined = undefined;
  messages: UIMessage[];

  constructor(messages: UIMessage[]) {
    this.messages = messages;
  }
  pushMessage = (message: UIMessage): void => void this.messages.push(message);
  popMessage = (): void => void this.messages.pop();
  replaceMessage = (index: number, message: UIMessage): void => void (this.messages[index] = message);
  snapshot = <Value>(value: Value): Value => structuredClone(value);
}

/** What `useChat` is without React. */
class PlainChat extends AbstractChat<UIMessage> {
  constructor(id: string, messages: UIMessage[], transport: DefaultChatTransport<UIMessage>) {
    super({ id, state: new PlainState(messages), transport });
  }
}

async function setUp(lines: readonly (readonly ScriptLine[])[]) {
  const model = scriptedModel('primary', lines);
  const server = await startTestServer({ models: { primary: model } });
  const browser = createBrowser(server.publicUrl);
  const openChat = (id: string, messages: UIMessage[] = []) =>
    new PlainChat(
      id,
      messages,
      new DefaultChatTransport({ api: `${server.publicUrl}/api/chat`, fetch: browser.fetch }),
    );
  return { server, model, browser, openChat };
}

function textOf(message: UIMessage | undefined): string {
  return (message?.parts ?? []).map(part => (part.type === 'text' ? part.text : '')).join('');
}

describe('chat, asked by the official ai client (C-SSE-1, C-SSE-2)', () => {
  it('streams an answer with its citations and says that it is complete', async () => {
    const { server, openChat } = await setUp([[say('이틀 '), say('걸립니다 [1].'), finish]]);
    await using _server = server;
    const chat = openChat('my-chat');
    await chat.sendMessage({ text: '배송은 얼마나 걸리나요?' });
    const answer = chat.messages.at(-1);
    assert.equal(chat.status, 'ready');
    assert.equal(textOf(answer), '이틀 걸립니다 [1].');
    assert.ok(answer?.parts.some(part => part.type === 'data-citations'));
    assert.equal((answer?.metadata as { finish: string } | undefined)?.finish, 'complete');
  });

  it('tells of a provider that failed in Korean, as the one error object', async () => {
    const { server, openChat } = await setUp([[fail('server', { detail: 'secret upstream words' })]]);
    await using _server = server;
    const chat = openChat('my-chat');
    await chat.sendMessage({ text: '배송은?' });
    assert.equal(chat.status, 'error');
    const error = JSON.parse(chat.error?.message ?? '') as { code: string; retryable: boolean; message: string };
    assert.equal(error.code, 'PROVIDER_UNAVAILABLE');
    assert.equal(error.retryable, true);
    assert.doesNotMatch(chat.error?.message ?? '', /secret/);
  });

  it('gives a refusal before the stream as the same object', async () => {
    const { server, openChat } = await setUp([[say('네.'), finish]]);
    await using _server = server;
    const chat = openChat('my-chat');
    await chat.sendMessage({ text: '가'.repeat(2_001) });
    assert.equal((JSON.parse(chat.error?.message ?? '') as { code: string }).code, 'MESSAGE_TOO_LONG');
  });

  it('keeps generating when the reader goes, and gives the whole answer to who resumes', async () => {
    const { server, openChat, browser, model } = await setUp([[say('이틀 걸립니다.'), wait('forever')]]);
    await using _server = server;
    const chat = openChat('my-chat');
    const asking = chat.sendMessage({ text: '배송은?' });
    await until(() => textOf(chat.messages.at(-1)).includes('이틀'));
    await chat.stop();
    await asking;
    assert.equal(model.running, 1, 'leaving is not stopping');

    const reloaded = openChat('my-chat', chat.messages.slice(0, 1));
    const resuming = reloaded.resumeStream();
    await until(() => textOf(reloaded.messages.at(-1)).includes('이틀'));
    assert.equal(reloaded.messages.at(-1)?.id, chat.messages.at(-1)?.id, 'the same message, not a second one');
    await browser.fetch(`${server.publicUrl}/api/chat/my-chat/stop`, { method: 'POST' });
    await resuming;
    assert.equal(reloaded.messages.length, 2);
    assert.equal(model.running, 0);
  });

  it('stops by the stop call, keeps the text, and resumes nothing afterwards', async () => {
    const { server, openChat, browser, model } = await setUp([[say('이틀 걸립니다.'), wait('forever')]]);
    await using _server = server;
    const chat = openChat('my-chat');
    const asking = chat.sendMessage({ text: '배송은?' });
    await until(() => textOf(chat.messages.at(-1)).includes('이틀'));
    const stopped = await browser.fetch(`${server.publicUrl}/api/chat/my-chat/stop`, { method: 'POST' });
    await asking;
    assert.equal(stopped.status, 204);
    assert.equal(chat.status, 'ready');
    assert.match(textOf(chat.messages.at(-1)), /이틀/);
    assert.equal(model.running, 0);
    assert.equal((await browser.fetch(`${server.publicUrl}/api/chat/my-chat/stream`)).status, 204);
  });

  it('gives history that the client takes as its own messages, and goes on from there', async () => {
    const { server, openChat, browser, model } = await setUp([[say('이틀 걸립니다 [1].'), finish]]);
    await using _server = server;
    await openChat('my-chat').sendMessage({ text: '배송은?' });
    const history = await browser.fetch(`${server.publicUrl}/v1/chat/my-chat`);
    const { messages } = (await history.json()) as { messages: UIMessage[] };
    const chat = openChat('my-chat', messages);
    await chat.sendMessage({ text: '제주도는요?' });
    assert.equal(chat.messages.length, 4);
    assert.ok(
      model.calls[1]?.prompt.messages.some(({ role }) => role === 'assistant'),
      'the model saw the first answer',
    );
  });

  it('makes an answer again in its place', async () => {
    const { server, openChat } = await setUp([
      [say('처음 답 [1].'), finish],
      [say('새 답 [1].'), finish],
    ]);
    await using _server = server;
    const chat = openChat('my-chat');
    await chat.sendMessage({ text: '배송은?' });
    await chat.regenerate();
    assert.deepEqual(chat.messages.map(textOf), ['배송은?', '새 답 [1].']);
  });
});
