import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistoryBody } from '@naru/api-contract';
import type { ChatApi } from './chat-api.ts';
import { Conversation, type Surroundings } from './conversation.ts';
import { questionText } from './read-answer.ts';
import { answerChunks, ScriptedTransport, type Meeting } from './testing/scripted-transport.ts';

const WHOLE: Meeting = { chunks: answerChunks('2~3일 걸립니다.'), atEnd: 'close' };
const CUT: Meeting = { chunks: answerChunks('2~3일', 'none'), atEnd: 'close' };
const BROKEN: Meeting = { chunks: answerChunks('2~3일', 'none'), atEnd: 'break' };
const UNREACHABLE: Meeting = { refuse: new TypeError('Failed to fetch') };
const NOTHING_RUNS: Meeting = { nothingRuns: true };

interface World {
  readonly meetings?: readonly Meeting[];
  readonly history?: HistoryBody;
  readonly isNew?: boolean;
}

function setUp({ meetings = [], history, isNew = true }: World = {}) {
  const transport = new ScriptedTransport(meetings);
  const calls: string[] = [];
  const pauses: number[] = [];
  const network = Promise.withResolvers<void>();
  const world = { isOnline: true };
  let made = 0;
  const api: ChatApi = {
    async history() {
      calls.push('history');
      return history;
    },
    async stop(_id, streamId) {
      calls.push(`stop ${streamId}`);
    },
    page: () => Promise.reject(new Error('not asked here')),
    feedback: () => Promise.reject(new Error('not asked here')),
    decision: () => Promise.reject(new Error('not asked here')),
  };
  const surroundings: Surroundings = {
    isOnline: () => world.isOnline,
    untilOnline: () => network.promise,
    pause: async ms => void pauses.push(ms),
    random: () => 1,
    newId: () => `id-${++made}`,
  };
  const conversation = new Conversation({ id: 'web-1', isNew, transport, api, surroundings });
  const goOnline = (): void => {
    world.isOnline = true;
    network.resolve();
  };
  return { conversation, transport, calls, pauses, world, goOnline };
}

const shown = ({ chat }: Conversation): string[] =>
  chat.messages.map(message => `${message.role}: ${questionText(message)}`);

function historyOf(answer: string | undefined, activeStreamId: string | null = null): HistoryBody {
  const metadata = {
    sessionId: 's',
    streamId: 'stream-1',
    traceId: 't',
    createdAt: 'now',
    finish: 'complete' as const,
  };
  return {
    session: { id: 's', assistant: 'support', createdAt: 'now' },
    messages: [
      { id: 'question-1', role: 'user', parts: [{ type: 'text', text: '배송은요?' }] },
      ...(answer === undefined
        ? []
        : [{ id: 'answer-1', role: 'assistant' as const, metadata, parts: [{ type: 'text', text: answer }] }]),
    ],
    activeStreamId,
  };
}

/** Waits until the conversation says so, by its own news. */
function until(conversation: Conversation, isSo: () => boolean): Promise<void> {
  return new Promise(resolve => {
    if (isSo()) return resolve();
    const leave = conversation.subscribe(() => {
      if (!isSo()) return;
      leave();
      resolve();
    });
  });
}

function untilWords({ chat }: Conversation): Promise<void> {
  return new Promise(resolve => {
    const leave = chat['~registerMessagesCallback'](() => {
      if (chat.lastMessage?.role !== 'assistant' || questionText(chat.lastMessage) === '') return;
      leave();
      resolve();
    });
  });
}

describe('Conversation', () => {
  it('asks and shows the whole answer', async () => {
    const { conversation, transport } = setUp({ meetings: [WHOLE] });
    await conversation.ask('  배송은요?\n');
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
    assert.deepEqual(
      [conversation.state.phase, conversation.state.problem, conversation.state.announcement],
      ['idle', undefined, 'done'],
    );
    assert.deepEqual(transport.requests, ['ask id-1']);
  });

  it('sends nothing that is blank', async () => {
    const { conversation, transport } = setUp();
    await conversation.ask(' \n ');
    assert.deepEqual(transport.requests, []);
  });

  it('resumes a stream that ended without a terminal chunk, and shows one answer (rule 5)', async () => {
    const { conversation, transport } = setUp({ meetings: [CUT, WHOLE] });
    await conversation.ask('배송은요?');
    assert.deepEqual(transport.requests, ['ask id-1', 'resume']);
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
    assert.equal(conversation.state.problem, undefined);
  });

  it('resumes a broken connection after pauses', async () => {
    const { conversation, transport, pauses } = setUp({ meetings: [BROKEN, UNREACHABLE, UNREACHABLE, WHOLE] });
    await conversation.ask('배송은요?');
    assert.deepEqual(transport.requests, ['ask id-1', 'resume', 'resume', 'resume']);
    assert.deepEqual(pauses, [500, 1_000, 2_000]);
    assert.deepEqual(shown(conversation).at(-1), 'assistant: 2~3일 걸립니다.');
  });

  it('takes the whole answer from the history when nothing runs any more', async () => {
    const { conversation } = setUp({ meetings: [CUT, NOTHING_RUNS], history: historyOf('2~3일 걸립니다.') });
    await conversation.ask('배송은요?');
    assert.deepEqual(shown(conversation).at(-1), 'assistant: 2~3일 걸립니다.');
    assert.equal(conversation.state.problem, undefined);
  });

  it('admits a cut answer, and asks with the same id on retry', async () => {
    const { conversation, transport } = setUp({ meetings: [CUT, NOTHING_RUNS, WHOLE], history: historyOf(undefined) });
    await conversation.ask('배송은요?');
    assert.deepEqual([conversation.state.problem?.kind, conversation.state.problem?.canRetry], ['truncated', true]);
    await conversation.retry();
    assert.deepEqual(transport.requests, ['ask id-1', 'resume', 'ask id-1']);
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
  });

  it('keeps a cut answer marked when its banner is gone, until it is whole', async () => {
    const { conversation } = setUp({ meetings: [CUT, NOTHING_RUNS, WHOLE], history: historyOf(undefined) });
    await conversation.ask('배송은요?');
    conversation.dismissProblem();
    assert.deepEqual([...conversation.state.cutShort], [['answer-1', 'interrupted']]);
    await conversation.retry();
    assert.deepEqual([...conversation.state.cutShort], []);
  });

  it('shows the refusal of the server, and asks with the same id on retry', async () => {
    const refusal = new Error(
      JSON.stringify({ code: 'RATE_LIMITED', message: '잠시만요', retryable: true, traceId: 't' }),
    );
    const { conversation, transport } = setUp({ meetings: [{ refuse: refusal }, WHOLE] });
    await conversation.ask('배송은요?');
    assert.equal(conversation.state.problem?.message, '잠시만요');
    await conversation.retry();
    assert.deepEqual(transport.requests, ['ask id-1', 'ask id-1']);
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
  });

  it('shows an error chunk and keeps the words before it', async () => {
    const errorText = JSON.stringify({
      code: 'PROVIDER_UNAVAILABLE',
      message: '끊겼습니다',
      retryable: true,
      traceId: 't',
    });
    const meeting: Meeting = {
      chunks: [...answerChunks('2~3일', 'none'), { type: 'error', errorText }],
      atEnd: 'close',
    };
    const { conversation } = setUp({ meetings: [meeting] });
    await conversation.ask('배송은요?');
    assert.equal(conversation.state.problem?.message, '끊겼습니다');
    assert.deepEqual(shown(conversation).at(-1), 'assistant: 2~3일');
  });

  it('waits for the network when the question could not leave, and then sends it by itself', async () => {
    const { conversation, transport, world, goOnline } = setUp({ meetings: [UNREACHABLE, WHOLE] });
    world.isOnline = false;
    const asked = conversation.ask('배송은요?');
    await until(conversation, () => conversation.state.phase === 'offline');
    goOnline();
    await asked;
    assert.deepEqual(transport.requests, ['ask id-1', 'ask id-1']);
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
  });

  it('stops on the server first, by the name of the stream, and keeps the words (rule 9)', async () => {
    const { conversation, calls } = setUp({ meetings: [{ chunks: answerChunks('2~3일', 'none'), atEnd: 'hang' }] });
    const asked = conversation.ask('배송은요?');
    await untilWords(conversation);
    await conversation.stop();
    await asked;
    assert.deepEqual(calls, ['stop stream-1']);
    assert.deepEqual([...conversation.state.cutShort], [['answer-1', 'stopped']]);
    assert.deepEqual([conversation.state.phase, conversation.state.announcement], ['idle', 'stopped']);
    assert.deepEqual(shown(conversation).at(-1), 'assistant: 2~3일');
  });

  it('can be stopped while it waits for the network', async () => {
    const { conversation, world } = setUp({ meetings: [UNREACHABLE] });
    world.isOnline = false;
    void conversation.ask('배송은요?');
    await until(conversation, () => conversation.state.phase === 'offline');
    await conversation.stop();
    assert.deepEqual([conversation.state.phase, [...conversation.state.cutShort]], ['idle', [['id-1', 'stopped']]]);
  });

  it('takes no second question while an answer is under way', async () => {
    const { conversation, transport } = setUp({ meetings: [WHOLE] });
    const first = conversation.ask('하나');
    await conversation.ask('둘');
    await first;
    assert.deepEqual(transport.requests, ['ask id-1']);
  });

  it('keeps the old answer when another could not be had', async () => {
    const refusal = new Error(JSON.stringify({ code: 'INTERNAL', message: '다시요', retryable: true, traceId: 't' }));
    const { conversation, transport } = setUp({ meetings: [WHOLE, { refuse: refusal }, WHOLE] });
    await conversation.ask('배송은요?');
    await conversation.regenerate('answer-1');
    assert.deepEqual(shown(conversation).at(-1), 'assistant: 2~3일 걸립니다.');
    await conversation.retry();
    assert.deepEqual(transport.requests, ['ask id-1', 'regenerate answer-1 id-1', 'regenerate answer-1 id-1']);
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
  });
});

describe('a conversation that is opened again', () => {
  it('shows its history', async () => {
    const { conversation, transport } = setUp({ isNew: false, history: historyOf('2~3일 걸립니다.') });
    await conversation.open();
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
    assert.deepEqual([conversation.state.phase, transport.requests], ['idle', []]);
  });

  it('goes on with an answer that is still being written', async () => {
    const { conversation, transport } = setUp({
      isNew: false,
      history: historyOf(undefined, 'stream-1'),
      meetings: [WHOLE],
    });
    await conversation.open();
    assert.deepEqual(transport.requests, ['resume']);
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
  });

  it('starts afresh when the server does not know it', async () => {
    const { conversation } = setUp({ isNew: false });
    await conversation.open();
    assert.deepEqual(
      [conversation.state.phase, conversation.state.problem, shown(conversation)],
      ['idle', undefined, []],
    );
  });

  it('admits that a question was never answered, and asks it again on retry', async () => {
    const { conversation, transport } = setUp({ isNew: false, history: historyOf(undefined), meetings: [WHOLE] });
    await conversation.open();
    assert.equal(conversation.state.problem?.kind, 'truncated');
    await conversation.retry();
    assert.deepEqual(transport.requests, ['ask question-1']);
  });

  it('asks for nothing when it was made just now', async () => {
    const { conversation, calls } = setUp();
    await conversation.open();
    assert.deepEqual([conversation.state.phase, calls], ['idle', []]);
  });

  it('sees what another tab has added', async () => {
    const { conversation } = setUp({ history: historyOf('2~3일 걸립니다.') });
    await conversation.refresh();
    assert.deepEqual(shown(conversation), ['user: 배송은요?', 'assistant: 2~3일 걸립니다.']);
  });
});
