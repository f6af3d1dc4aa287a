import { callHttp, type HttpAnswer } from './http-call.ts';
import { readAsAiClient, type AiClientReading } from './read-as-ai-client.ts';
import { parseObject, readFrames } from './read-frames.ts';

export interface ChatQuestion {
  readonly text: string;
  readonly isStream: boolean;
}

export interface ChatAnswer {
  readonly http: HttpAnswer;
  /** `finish`, `abort` and `error` chunks in order: there must be exactly one. Of a stream only. */
  readonly terminals: readonly string[];
  readonly hasDone: boolean;
  /** Every word that a customer saw. */
  readonly text: string;
  /** The one error object, whichever way it came. */
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | undefined;
  /** How the answer says that it ended: `complete`, `interrupted` … */
  readonly finish: string | undefined;
  readonly provider: string | undefined;
  readonly isFallback: boolean | undefined;
  readonly guards: readonly string[];
  /** What the official client made of the same bytes; of a stream only. */
  readonly official: AiClientReading | undefined;
  /** The conversation as a page that is opened later shows it. */
  readonly history: { readonly text: string; readonly finish: string } | undefined;
}

interface StreamChunk {
  readonly type: string;
  readonly delta?: string;
  readonly errorText?: string;
  readonly data?: { readonly kind?: string };
  readonly messageMetadata?: { readonly finish?: string };
  readonly messageId?: string;
}

const TERMINAL: ReadonlySet<string> = new Set(['finish', 'abort', 'error']);

/** Asks as a new customer, hears to the end, then opens the conversation anew. */
export async function askChat(url: string, { text, isStream }: ChatQuestion): Promise<ChatAnswer> {
  const http = await callHttp(
    isStream
      ? {
          url: `${url}/v1/chat/stream`,
          body: {
            id: crypto.randomUUID(),
            messages: [{ id: 'message-1', role: 'user', parts: [{ type: 'text', text }] }],
          },
        }
      : { url: `${url}/v1/chat`, body: { message: text } },
  );
  const cookie = (http.headers['set-cookie'] ?? []).map(line => line.split(';')[0]).join('; ');
  const sessionId = http.headers['x-session-id']?.toString();
  const history = sessionId === undefined ? undefined : await readHistory(url, sessionId, cookie);
  const official = isStream ? await readAsAiClient(http) : undefined;
  return { ...(isStream && http.status === 200 ? readStream(http) : readJson(http)), official, history };
}

type Read = Omit<ChatAnswer, 'history' | 'official'>;

function readStream(http: HttpAnswer): Read {
  const frames = readFrames(http.body);
  const chunks = frames.map(frame => (parseObject(frame) ?? { type: '' }) as unknown as StreamChunk);
  const errorText = chunks.find(({ type }) => type === 'error')?.errorText;
  return {
    http,
    terminals: chunks.map(({ type }) => type).filter(type => TERMINAL.has(type)),
    hasDone: frames.at(-1) === '[DONE]',
    text: chunks.map(({ type, delta }) => (type === 'text-delta' ? (delta ?? '') : '')).join(''),
    error: errorText === undefined ? undefined : (parseObject(errorText) as unknown as ChatAnswer['error']),
    finish: chunks.map(({ messageMetadata }) => messageMetadata?.finish).findLast(finish => finish !== undefined),
    provider: undefined,
    isFallback: undefined,
    guards: chunks.flatMap(({ type, data }) => (type === 'data-guard' ? [data?.kind ?? ''] : [])),
  };
}

function readJson(http: HttpAnswer): Read {
  const document = parseObject(http.body) ?? {};
  const isAnswer = http.status === 200;
  return {
    http,
    terminals: [],
    hasDone: false,
    text: isAnswer ? String(document['answer'] ?? '') : '',
    error: isAnswer ? undefined : (document as unknown as ChatAnswer['error']),
    finish: isAnswer ? String(document['finish']) : undefined,
    provider: isAnswer ? String(document['provider']) : undefined,
    isFallback: isAnswer ? document['is_fallback'] === true : undefined,
    guards: [],
  };
}

interface HistoryMessage {
  readonly role: string;
  readonly metadata?: { readonly finish?: string };
  readonly parts: readonly { readonly type: string; readonly text?: string }[];
}

async function readHistory(url: string, sessionId: string, cookie: string): Promise<ChatAnswer['history']> {
  const { body } = await callHttp({ url: `${url}/v1/chat/${sessionId}`, method: 'GET', headers: { cookie } });
  const messages = (parseObject(body)?.['messages'] ?? []) as readonly HistoryMessage[];
  const answer = messages.findLast(({ role }) => role === 'assistant');
  if (!answer) return undefined;
  const text = answer.parts.map(part => (part.type === 'text' ? (part.text ?? '') : '')).join('');
  return { text, finish: answer.metadata?.finish ?? '' };
}
