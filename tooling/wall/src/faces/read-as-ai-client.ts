import { AbstractChat, DefaultChatTransport, type ChatState, type ChatStatus, type UIMessage } from 'ai';
import { asFetch, type HttpAnswer } from './http-call.ts';

/** What an unmodified `useChat` shows of an answer. */
export interface AiClientReading {
  /** `ready`: as an answer. `error`: with its error. */
  readonly status: ChatStatus;
  readonly text: string;
}

class PlainState implements ChatState<UIMessage> {
  status: ChatStatus = 'ready';
  error: Error | undefined = undefined;
  messages: UIMessage[] = [];

  pushMessage = (message: UIMessage): void => void this.messages.push(message);
  popMessage = (): void => void this.messages.pop();
  replaceMessage = (index: number, message: UIMessage): void => void (this.messages[index] = message);
  snapshot = <Value>(value: Value): Value => structuredClone(value);
}

/** What `useChat` is without React. */
class PlainChat extends AbstractChat<UIMessage> {}

/** Gives the bytes that were read to the official client, which knows of nothing else. */
export async function readAsAiClient(http: HttpAnswer): Promise<AiClientReading> {
  const transport = new DefaultChatTransport<UIMessage>({ api: 'http://wall.invalid/api/chat', fetch: asFetch(http) });
  const chat = new PlainChat({ id: 'wall', state: new PlainState(), transport });
  await chat.sendMessage({ text: 'question' });
  const answer = chat.messages.findLast(({ role }) => role === 'assistant');
  const text = (answer?.parts ?? []).map(part => (part.type === 'text' ? part.text : '')).join('');
  return { status: chat.status, text };
}
