import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SENTENCE = '말씀하신 대로 준비해 보내 드립니다 [1]. ';
export const SENTENCES = 40;
const PACE_MS = 50;

/** A provider of OpenAI's protocol that says a sentence every 50 ms in each of its answers, for two seconds. */
export async function startPacedProvider(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => void answer(response));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `openai+http://127.0.0.1:${port}/v1#paced`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function answer(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let count = 0; count < SENTENCES && !response.destroyed; count += 1) {
    response.write(chunk({ delta: { content: SENTENCE }, finish_reason: null }));
    await new Promise(resolve => setTimeout(resolve, PACE_MS));
  }
  response.write(chunk({ delta: {}, finish_reason: 'stop' }));
  response.end('data: [DONE]\n\n');
}

function chunk(choice: object): string {
  const envelope = { id: 'c', object: 'chat.completion.chunk', created: 1_790_000_000, model: 'paced' };
  return `data: ${JSON.stringify({ ...envelope, choices: [{ index: 0, ...choice }] })}\n\n`;
}
