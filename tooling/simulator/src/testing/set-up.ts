import { FakeClock } from '@naru/kernel/testing';
import type { PlaySource } from '../control/provider-state.ts';
import type { ProtocolName } from '../protocols/protocol.ts';
import { startSimulator, type Simulator } from '../simulator.ts';
import { hear, RawCall, type CallRequest, type Heard } from './raw-call.ts';

export interface AskOptions {
  readonly protocol?: ProtocolName;
  readonly stream?: boolean;
  /** Chosen by the model name. */
  readonly play?: string;
  readonly question?: string;
  readonly tools?: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface World extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly simulator: Simulator;
  /** Asks and hears to the end. */
  ask(options?: AskOptions): Promise<Heard>;
  /** Asks and stays on the line. */
  call(options?: AskOptions): RawCall;
  play(behaviour: PlaySource, protocol?: ProtocolName): void;
}

/** A provider of each protocol, named as its protocol, on a clock that stands still. */
export async function setUp(): Promise<World> {
  const clock = new FakeClock(Date.UTC(2026, 10, 20, 9));
  const simulator = await startSimulator({
    providers: { openai: 'openai', anthropic: 'anthropic', generate: 'generate', bedrock: 'bedrock' },
    clock,
    seed: 11,
  });
  const requestFor = (options: AskOptions): CallRequest => requestOf(simulator, options);
  return {
    clock,
    simulator,
    ask: (options = {}) => hear(requestFor(options)),
    call: (options = {}) => new RawCall(requestFor(options)),
    play: (behaviour, protocol = 'openai') => simulator.play(protocol, behaviour),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

/** A request that the protocol allows. */
export function requestOf(simulator: Simulator, options: AskOptions): CallRequest {
  const {
    protocol = 'openai',
    stream = false,
    play = '',
    question = '배송은 언제 오나요?',
    tools = [],
    more = {},
  } = options;
  const model = play === '' ? 'model-1' : `sim:${play}`;
  const messages = [{ role: 'user', content: question }];
  const schema = { type: 'object', properties: { seat: { type: 'string' } }, required: ['seat'] };
  switch (protocol) {
    case 'openai': {
      const given = tools.map(name => ({ type: 'function', function: { name, parameters: schema } }));
      const body = { model, stream, messages, ...(tools.length > 0 && { tools: given }), ...more };
      return { url: `${simulator.url}/openai/v1/chat/completions`, body };
    }
    case 'anthropic': {
      const given = tools.map(name => ({ name, input_schema: schema }));
      const body = { model, stream, messages, max_tokens: 100, ...(tools.length > 0 && { tools: given }), ...more };
      return { url: `${simulator.url}/anthropic/v1/messages`, headers: { 'anthropic-version': '2023-06-01' }, body };
    }
    case 'bedrock': {
      const given = tools.map(name => ({ toolSpec: { name, inputSchema: { json: schema } } }));
      const body = {
        messages: [{ role: 'user', content: [{ text: question }] }],
        ...(tools.length > 0 && { toolConfig: { tools: given } }),
        ...more,
      };
      const operation = stream ? 'converse-stream' : 'converse';
      return { url: `${simulator.url}/bedrock/model/${encodeURIComponent(model)}/${operation}`, body };
    }
    case 'generate':
      return { url: `${simulator.url}/generate/v1/generate`, body: { model, stream, messages, ...more } };
  }
}
