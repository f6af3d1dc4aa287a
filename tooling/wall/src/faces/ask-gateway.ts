import OpenAI from 'openai';
import { asFetch, callHttp, type HttpAnswer } from './http-call.ts';
import { parseObject, readFrames } from './read-frames.ts';

export interface GatewayQuestion {
  /** `auto`, a policy or a provider's alias. */
  readonly model: string;
  readonly text: string;
  readonly isStream: boolean;
  /** More fields of the body, such as tools. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What the official OpenAI client made of the same bytes. */
export type OfficialReading =
  | {
      readonly kind: 'complete';
      readonly text: string;
      readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
      readonly finishReason: string;
    }
  | { readonly kind: 'threw'; readonly status: number | undefined; readonly code: string | undefined };

export interface GatewayAnswer {
  readonly http: HttpAnswer;
  /** Of a stream; a JSON answer has none. */
  readonly frames: readonly string[];
  /** A JSON answer, or the error object of either kind. */
  readonly document: Readonly<Record<string, unknown>> | undefined;
  /** Every word that a caller saw, of a broken answer too. */
  readonly text: string;
  readonly hasDone: boolean;
  readonly errorCode: string | undefined;
  readonly usage: Usage | undefined;
  readonly provider: string | undefined;
  readonly attempts: number;
  readonly official: OfficialReading;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  readonly usage?: Usage | null;
  readonly error?: { readonly code?: string };
}

/** Asks `POST /v1/chat/completions` and hears to the end. */
export async function askGateway(url: string, question: GatewayQuestion): Promise<GatewayAnswer> {
  const body = bodyOf(question);
  const http = await callHttp({ url: `${url}/v1/chat/completions`, body });
  const isStream = String(http.headers['content-type']).startsWith('text/event-stream');
  const frames = isStream ? readFrames(http.body) : [];
  const document = isStream ? undefined : parseObject(http.body);
  const chunks = frames.map(frame => (parseObject(frame) ?? {}) as Chunk);
  const whole = document as Partial<OpenAI.ChatCompletion> & Chunk;
  return {
    http,
    frames,
    document,
    text: isStream
      ? chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? '').join('')
      : ((whole?.choices?.[0] as OpenAI.ChatCompletion.Choice | undefined)?.message.content ?? ''),
    hasDone: frames.includes('[DONE]'),
    errorCode: [...chunks, whole].map(chunk => chunk?.error?.code).find(code => code !== undefined),
    usage: [...chunks, whole].map(chunk => chunk?.usage ?? undefined).findLast(usage => usage !== undefined),
    provider: http.headers['x-naru-provider']?.toString(),
    attempts: Number(http.headers['x-naru-attempts'] ?? 0),
    official: await readOfficially(http, question),
  };
}

function bodyOf({ model, text, isStream, more }: GatewayQuestion): OpenAI.ChatCompletionCreateParams {
  return { model, messages: [{ role: 'user', content: text }], stream: isStream, ...more };
}

/** Gives the bytes that were read to the official client, which knows of nothing else. */
async function readOfficially(http: HttpAnswer, question: GatewayQuestion): Promise<OfficialReading> {
  const client = new OpenAI({ apiKey: 'none', baseURL: 'http://wall.invalid/v1', maxRetries: 0, fetch: asFetch(http) });
  const { stream: _, ...parameters } = bodyOf(question);
  try {
    const completion = question.isStream
      ? await client.chat.completions.stream(parameters).finalChatCompletion()
      : await client.chat.completions.create({ ...parameters, stream: false });
    const [choice] = completion.choices;
    if (!choice) return { kind: 'threw', status: undefined, code: 'no choice' };
    const toolCalls = (choice.message.tool_calls ?? []).flatMap(call =>
      call.type === 'function' ? [call.function] : [],
    );
    return { kind: 'complete', text: choice.message.content ?? '', toolCalls, finishReason: choice.finish_reason };
  } catch (error) {
    const { status, code } = error as { readonly status?: number; readonly code?: string };
    return { kind: 'threw', status, code: code ?? undefined };
  }
}
