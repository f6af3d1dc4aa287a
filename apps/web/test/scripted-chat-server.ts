import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { ChatErrorBody, DecisionPanel, PageSettings } from '@naru/api-contract';
import { ScriptedDesk } from './scripted-desk.ts';
import { ScriptedStream, type ScriptLine } from './scripted-stream.ts';
import { wholeAnswer } from './scripted-answer.ts';

/** What a question gets: an answer to play, or a refusal. */
export type Reply =
  { readonly script: readonly ScriptLine[] } | { readonly status: number; readonly error: ChatErrorBody };

interface Chat {
  readonly messages: Record<string, unknown>[];
  stream: ScriptedStream | undefined;
}

const DIST = join(import.meta.dirname, '../dist');
const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
  ['.svg', 'image/svg+xml'],
]);
/** As strict as the real server's, so that the page is seen to live under it. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

export function isPageBuilt(): boolean {
  return existsSync(join(DIST, 'index.html'));
}

/** Serves the built page and plays the wire by script; no line of it is shared with the real server. */
export class ScriptedChatServer {
  readonly requests: string[] = [];
  readonly asked: {
    readonly id: string;
    readonly text: string;
    readonly messageId: string;
    readonly trigger: string;
    readonly assistant: unknown;
  }[] = [];
  page: PageSettings = {
    assistants: ['support', 'report'],
    maxMessageChars: 2_000,
    linkHosts: ['books.naru.example'],
    isOperator: false,
  };
  decision: DecisionPanel | undefined;
  /** Tickets, reports and who is signed in. */
  readonly desk = new ScriptedDesk();
  readonly #replies: Reply[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #chats = new Map<string, Chat>();
  readonly #http: Server;
  #streams = 0;

  constructor() {
    this.#http = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => this.#http.listen(0, '127.0.0.1', resolve));
    const address = this.#http.address();
    if (address === null || typeof address === 'string') throw new Error('The scripted server has no port.');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise(resolve => this.#http.close(resolve));
  }

  /** What the next questions get, in order; afterwards whole answers. */
  next(...replies: readonly (Reply | readonly ScriptLine[])[]): void {
    this.#replies.push(...replies.map(reply => ('script' in reply || 'status' in reply ? reply : { script: reply })));
  }

  /** Resolves when such a request has come, also when it came before. */
  requested(pattern: RegExp): Promise<void> {
    return new Promise(resolve => {
      const look = (): void => {
        if (!this.requests.some(request => pattern.test(request))) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The stream of the newest question. */
  get stream(): ScriptedStream {
    const stream = [...this.#chats.values()].at(-1)?.stream;
    if (!stream) throw new Error('No question was asked yet.');
    return stream;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://server').pathname;
    this.requests.push(`${request.method} ${path}`);
    for (const look of this.#waiting) look();
    if (path === '/v1/page') return this.#json(response, 200, { ...this.page, customer: this.desk.customer });
    const beside = await this.desk.answer(request, path, () => bodyOf(request));
    if (beside) return this.#json(response, beside.status, beside.body);
    if (path === '/v1/chat/stream' && request.method === 'POST') return this.#ask(await bodyOf(request), response);
    const call = /^\/v1\/chat\/([^/]+)(?:\/(stream|stop|decision|feedback)(?:\/[^/]+)?)?$/.exec(path);
    if (call) return this.#onChat(decodeURIComponent(call[1] ?? ''), call[2], response);
    return this.#file(path === '/' ? '/index.html' : path, response);
  }

  #ask(body: Record<string, unknown>, response: ServerResponse): void {
    const message = (body['messages'] as Record<string, unknown>[]).at(-1) ?? {};
    const text = (message['parts'] as { text?: string }[]).map(part => part.text ?? '').join('');
    const id = String(body['id']);
    this.asked.push({
      id,
      text,
      messageId: String(message['id']),
      trigger: String(body['trigger']),
      assistant: body['assistant'],
    });
    const reply = this.#replies.shift() ?? { script: wholeAnswer() };
    if ('status' in reply) return this.#json(response, reply.status, reply.error);
    this.#begin(id, message, reply.script).attach(response);
  }

  #begin(id: string, question: Record<string, unknown>, script: readonly ScriptLine[]): ScriptedStream {
    const chat = this.#chats.get(id) ?? { messages: [], stream: undefined };
    this.#chats.delete(id);
    this.#chats.set(id, chat);
    if (!chat.messages.some(message => message['id'] === question['id'])) chat.messages.push(question);
    const number = ++this.#streams;
    const answer = new AnswerInMaking(`answer-${number}`, `stream-${number}`);
    const stream = new ScriptedStream(`stream-${number}`, () => {
      chat.messages.push(answer.message);
      chat.stream = undefined;
    });
    chat.stream = stream;
    void stream.play(script.map(line => answer.take(line)));
    return stream;
  }

  #onChat(id: string, call: string | undefined, response: ServerResponse): void {
    const chat = this.#chats.get(id);
    if (call === 'decision') {
      return this.decision ? this.#json(response, 200, this.decision) : this.#json(response, 404, NOT_FOUND);
    }
    if (call === 'stop') chat?.stream?.stop();
    if (call === 'stop' || call === 'feedback' || (call === 'stream' && !chat?.stream)) {
      response.writeHead(204).end();
    } else if (call === 'stream') {
      chat?.stream?.attach(response);
    } else if (chat) {
      const session = { id, assistant: 'support', createdAt: '2026-11-20T13:00:00+09:00' };
      this.#json(response, 200, { session, messages: chat.messages, activeStreamId: chat.stream?.id ?? null });
    } else {
      this.#json(response, 404, NOT_FOUND);
    }
  }

  #json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  #file(path: string, response: ServerResponse): void {
    const file = join(DIST, path);
    if (!file.startsWith(DIST) || !existsSync(file)) return this.#json(response, 404, NOT_FOUND);
    response.writeHead(200, {
      'content-type': TYPES.get(extname(file)) ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
    });
    createReadStream(file).pipe(response);
  }
}

/** Gathers what a script says into the message that history will hold. */
class AnswerInMaking {
  readonly message: { id: string; role: 'assistant'; metadata: object; parts: Record<string, unknown>[] };
  readonly #metadata: object;

  constructor(id: string, streamId: string) {
    this.#metadata = { sessionId: 's', streamId, traceId: 'trace', createdAt: '2026-11-20T13:00:00+09:00' };
    this.message = { id, role: 'assistant', metadata: { ...this.#metadata, finish: 'complete' }, parts: [] };
  }

  take(line: ScriptLine): ScriptLine {
    if (!('chunk' in line)) return line;
    const { type, delta, data } = line.chunk;
    if (type === 'text-delta') this.#text(String(delta));
    if (type === 'data-citations' || type === 'data-guard' || type === 'data-ticket' || type === 'data-handoff')
      this.message.parts.push({ type, data });
    if (type === 'start') {
      return { chunk: { ...line.chunk, messageId: this.message.id, messageMetadata: this.#metadata } };
    }
    return line;
  }

  #text(delta: string): void {
    const part = this.message.parts.find(({ type }) => type === 'text');
    if (part) part['text'] = String(part['text']) + delta;
    else this.message.parts.push({ type: 'text', text: delta });
  }
}

const NOT_FOUND: ChatErrorBody = {
  code: 'NOT_FOUND',
  message: '대화를 찾을 수 없습니다.',
  retryable: false,
  traceId: 'trace',
};

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text) as Record<string, unknown>;
}
