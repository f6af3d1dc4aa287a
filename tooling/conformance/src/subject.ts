import type { Assistant } from '@naru/chat/assistant';
import { startTestServer, type TestServerOptions } from '@naru/server/testing';
import { TalkingModel } from './talking-model.ts';

const QUOTE = '결제 후 이틀 안에 보냅니다. 제주도도 같습니다.';

/** An assistant that has the model use a tool and cite a source. */
const assistant: Assistant = {
  name: 'support',
  promptVersion: '1',
  prepare: async ({ text, history }) => ({
    kind: 'ask-model',
    intent: 'SHIPPING',
    risk: 'normal',
    messages: [{ role: 'system', text: '근거만으로 답합니다.' }, ...history, { role: 'user', text }],
    sources: [{ id: 'time', title: '배송 기간', text: QUOTE, docId: 'time', anchor: '', quote: QUOTE }],
    tools: [
      {
        name: 'find',
        description: '',
        inputSchema: {},
        hasSideEffects: false,
        run: async () => ({ kind: 'result', resultText: QUOTE }) as const,
      },
    ],
    settings: { maxTokens: 200 },
    maxToolDepth: 1,
  }),
};

/** The server that is tested, with a model that waits where it is told to. */
export async function startSubject(options: Partial<TestServerOptions> = {}) {
  const model = new TalkingModel();
  const server = await startTestServer({
    assistants: [assistant],
    ...options,
    models: { primary: model, ...options.models },
  });
  return { server, model, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

export type Subject = Awaited<ReturnType<typeof startSubject>>;
