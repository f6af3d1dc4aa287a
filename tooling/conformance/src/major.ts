import * as ai5 from 'ai5';
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';

/** A message as every major keeps it. */
export interface Message {
  readonly id: string;
  readonly role: string;
  readonly metadata?: { readonly finish?: string };
  readonly parts: readonly Part[];
}

export interface Part {
  readonly type: string;
  readonly text?: string;
  readonly data?: unknown;
  readonly state?: string;
  readonly output?: unknown;
  readonly toolName?: string;
}

/** What `useChat` is without React, of any major. */
export interface Chat {
  readonly status: string;
  readonly error: Error | undefined;
  readonly messages: readonly Message[];
  sendMessage(message: { readonly text: string } | Message): Promise<void>;
  resumeStream(): Promise<void>;
  stop(): Promise<void>;
}

/** One official major of the client that the carriers must suit. */
export interface Major {
  readonly name: string;
  /** Chunk types that this one knows beyond those of all. */
  readonly accepts: readonly string[];
  /**
   * Whether a chat whose connection broke takes a replay from the beginning. `ai` 5 takes what comes for the rest of
   * the broken stream, so that a page on it has to open its chat anew, as after a reload.
   */
  readonly resumesInPlace: boolean;
  /** @param transport one of `sseTransport`, or any that has the methods of a `ChatTransport` */
  openChat(id: string, transport: unknown, messages?: readonly Message[]): Chat;
  sseTransport(api: string, fetch: typeof globalThis.fetch): unknown;
  /** Whether the client's own schema takes a chunk. */
  takes(chunk: unknown): Promise<boolean>;
}

type Module = typeof ai7;
type Kept = ai7.UIMessage;

class PlainState implements ai7.ChatState<Kept> {
  status: ai7.ChatStatus = 'ready';
  error: Error | undefined = undefined;
  messages: Kept[];

  constructor(messages: Kept[]) {
    this.messages = messages;
  }
  pushMessage = (message: Kept): void => void this.messages.push(message);
  popMessage = (): void => void this.messages.pop();
  replaceMessage = (index: number, message: Kept): void => void (this.messages[index] = message);
  snapshot = <Value>(value: Value): Value => structuredClone(value);
}

function majorOf(
  { name, accepts, resumesInPlace }: Pick<Major, 'name' | 'accepts' | 'resumesInPlace'>,
  module: Module,
): Major {
  class PlainChat extends module.AbstractChat<Kept> {
    constructor(id: string, messages: Kept[], transport: ai7.ChatTransport<Kept>) {
      super({ id, state: new PlainState(messages), transport });
    }
  }
  return {
    name,
    accepts,
    resumesInPlace,
    openChat: (id, transport, messages = []) =>
      new PlainChat(id, [...messages] as Kept[], transport as ai7.ChatTransport<Kept>) as unknown as Chat,
    sseTransport: (api, fetch) => new module.DefaultChatTransport<Kept>({ api, fetch, body: { accepts } }),
    async takes(chunk) {
      const schema = module.uiMessageChunkSchema();
      const outcome = await schema.validate?.(chunk);
      return outcome?.success ?? false;
    },
  };
}

export const MAJORS: readonly Major[] = [
  // The face that is used here is the same in all three, as this suite shows.
  majorOf({ name: 'ai 5', accepts: [], resumesInPlace: false }, ai5 as unknown as Module),
  majorOf({ name: 'ai 6', accepts: [], resumesInPlace: true }, ai6 as unknown as Module),
  majorOf({ name: 'ai 7', accepts: ['reset-step'], resumesInPlace: true }, ai7),
];

/** The words of a message. */
export function textOf(message: Message | undefined): string {
  return (message?.parts ?? []).map(part => (part.type === 'text' ? part.text : '')).join('|');
}

/** What a customer sees of a message, without the ids that differ from answer to answer. */
export function shownOf(message: Message | undefined): unknown {
  const parts = (message?.parts ?? []).map(({ type, text, data, state, output, toolName }) => ({
    type,
    text,
    data,
    state,
    output,
    toolName,
  }));
  return { finish: message?.metadata?.finish, parts };
}
