import type { LanguageModel, StreamPart } from '@naru/language-model';
import { call, finish, say } from '@naru/language-model/testing';

/** What holds back an answer until a test lets it go. */
export interface Gate {
  readonly open: () => void;
  readonly whenOpen: Promise<void>;
}

export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, whenOpen: promise };
}

const TOOL_STEP = [
  say('먼저 찾아볼게요. '),
  call('find', {}),
  { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } },
];
const BEFORE_GATE = ['결제 후 이틀 안에 보냅니다 [1]. ', '제주도도 같습니다 [1]. ', '주말에는 쉽니다 [1]. '];
const AFTER_GATE = ['더 궁금한 점이 있으면 말씀해 주세요 [1]. ', '고맙습니다 [1].'];

/**
 * A model whose every answer has all kinds of chunks: two steps, a tool, citations. Its last words wait for the gate
 * that the test gave for that answer, in the order in which answers begin.
 */
export class TalkingModel implements LanguageModel {
  readonly id = 'primary';
  readonly #gates: Gate[] = [];
  /** Answers begun. */
  answers = 0;

  /** The gate of the next answer. */
  nextGate(): Gate {
    const next = gate();
    this.#gates.push(next);
    return next;
  }

  async *stream({ prompt, signal }: Parameters<LanguageModel['stream']>[0]): AsyncGenerator<readonly StreamPart[]> {
    if (prompt.messages.at(-1)?.role !== 'tool') {
      this.answers += 1;
      for (const line of TOOL_STEP) yield [line as StreamPart];
      return;
    }
    const held = this.#gates.shift();
    for (const text of BEFORE_GATE) {
      yield [say(text) as StreamPart];
      await turn();
    }
    const { promise: stopped, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve(), { once: true });
    await Promise.race([held?.whenOpen, stopped]);
    for (const text of AFTER_GATE) {
      yield [say(text) as StreamPart];
      await turn();
    }
    yield [finish];
  }
}

/** Lets readers read, so that each sentence is a chunk of its own. */
async function turn(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}
