import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { systemClock } from '@naru/kernel';
import { aModelCall, hear, textOf } from '@naru/language-model/testing';
import { playableFaults, startSimulator, type Simulator } from '@naru/simulator';
import { createBedrockModel, type BedrockModel } from './bedrock-model.ts';
import { CREDENTIALS } from './testing/open-model.ts';

interface World extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly model: BedrockModel;
}

async function setUp(): Promise<World> {
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(Math.min(ms, 1), signal),
  };
  const simulator = await startSimulator({
    providers: { primary: { protocol: 'bedrock', apiKey: 'AKIDNEVERSHOWN' } },
    clock,
  });
  const model = createBedrockModel({
    id: 'primary',
    model: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
    region: 'ap-northeast-2',
    endpoint: simulator.urlOf('primary'),
    credentials: CREDENTIALS,
    clock: systemClock,
  });
  return {
    simulator,
    model,
    async [Symbol.asyncDispose]() {
      model[Symbol.dispose]();
      await simulator.close();
    },
  };
}

const tool = {
  name: 'find_seats',
  description: '',
  inputSchema: { type: 'object', properties: { seat: { type: 'string' } } },
};

/** What comes of a play: in a stream, and in one body. */
const OUTCOMES: readonly (readonly [play: string, stream: string, json: string])[] = [
  ['well', 'ok', 'ok'],
  ['split=1', 'ok', 'ok'],
  ['split=7', 'ok', 'ok'],
  ['thinking=3', 'ok', 'ok'],
  ['duplicate=role', 'ok', 'ok'],
  ['usage=missing', 'ok', 'ok'],
  ['usage=negative', 'ok', 'ok'],
  ['no-terminator=closed', 'ok', 'ok'],
  ['tool-call', 'ok', 'ok'],
  ['tool-call,tool-count=2,tool-deltas=interleaved', 'ok', 'ok'],
  ['finish=unknown', 'ok', 'ok'],
  ['finish=content-filter', 'ok', 'ok'],
  ['no-finish=closed', 'stream_broken', 'ok'],
  ['cut-frame=3:end', 'stream_broken', 'ok'],
  ['cut-frame=3:fin', 'stream_broken', 'ok'],
  ['cut-frame=3:rst', 'stream_broken', 'ok'],
  ['cut-byte=150:fin', 'stream_broken', 'network'],
  ['cut-byte=20:rst', 'stream_broken', 'network'],
  ['malformed=1', 'stream_broken', 'server'],
  ['tool-call,tool-deltas=missing-id', 'stream_broken', 'ok'],
  ['stream-error=0', 'server', 'server'],
  ['stream-error=after-text:rate-limit', 'rate_limited', 'server'],
  ['stream-error=after-role:overloaded', 'server', 'server'],
  ['stream-error=0:auth', 'stream_error', 'server'],
  ['empty=nothing', 'empty', 'server'],
  ['empty=end-only', 'empty', 'ok'],
  ['body=html', 'server', 'server'],
  ['body=gzip-garbage', 'server', 'server'],
  ['body=truncated-json', 'server', 'server'],
  ['content-type=html', 'server', 'server'],
  ['redirect', 'server', 'server'],
  ['reset=before-headers', 'network', 'network'],
  ['hang-up', 'network', 'network'],
  ['error=quota', 'quota', 'quota'],
  ['error=context-length', 'context_length', 'context_length'],
  ['error=content-filter', 'content_filter', 'content_filter'],
  ['error=auth', 'auth', 'auth'],
  ['status=429,retry-after=2', 'rate_limited', 'rate_limited'],
  ['status=503', 'server', 'server'],
];

describe('over the simulated Bedrock', () => {
  for (const [play, stream, json] of OUTCOMES) {
    it(`${play} is ${stream} in a stream and ${json} in one body`, async () => {
      await using world = await setUp();
      world.simulator.play('primary', play);
      for (const [mode, expected] of [
        ['stream', stream],
        ['json', json],
      ] as const) {
        const heard = await hear(world.model, { settings: { mode }, tools: play.includes('tool') ? [tool] : [] });
        assert.equal(heard.error?.kind ?? 'ok', expected, `${mode}: ${heard.error?.message}`);
        if (expected === 'ok') assert.equal(heard.parts.at(-1)?.type, 'finish');
      }
    });
  }

  it('says the same in both modes, with the same usage', async () => {
    await using world = await setUp();
    const [stream, json] = [await hear(world.model), await hear(world.model, { settings: { mode: 'json' } })];
    assert.notEqual(textOf(stream.parts), '');
    assert.equal(textOf(stream.parts), textOf(json.parts));
    assert.deepEqual(stream.parts.at(-1), json.parts.at(-1));
  });

  it('asks once, whatever the answer: nobody retries but the router (R-FO-4)', async () => {
    await using world = await setUp();
    // A reset is not among them: on a reused socket it is replayed once, by R-FO-6.
    for (const play of ['status=500', 'status=429', 'error=overloaded', 'silence=after-headers']) {
      world.simulator.clearLog();
      world.simulator.play('primary', play);
      const stop = AbortSignal.timeout(play.startsWith('silence') ? 100 : 5_000);
      await hear(world.model, { signal: stop });
      assert.equal(world.simulator.log().length, 1, play);
    }
  });

  it('is left at once when the caller leaves, and nothing stays open', async () => {
    await using world = await setUp();
    for (const play of ['silence=before-headers', 'silence=after-headers', 'stall-frame=3', 'heartbeat-only=20']) {
      world.simulator.clearLog();
      world.simulator.play('primary', play);
      const stop = new AbortController();
      const hearing = hear(world.model, { signal: stop.signal });
      while (world.simulator.log().length === 0) await new Promise(resolve => setImmediate(resolve));
      stop.abort();
      assert.equal((await hearing).error?.kind, 'cancelled', play);
      const { end } = await world.simulator.until(entry => entry.end !== undefined);
      assert.equal(end?.how, 'caller-left', play);
    }
  });

  it('is understood when it asks with tools, results, a cache point and an image', async () => {
    await using world = await setUp();
    const heard = await hear(world.model, {
      prompt: {
        messages: [
          { role: 'system', text: 'BASE', cachePoint: true },
          { role: 'user', text: '두 자리', images: [{ url: 'data:image/png;base64,aGk=' }] },
          { role: 'assistant', text: '', toolCalls: [{ id: 'a', name: 'find_seats', inputText: '{}' }] },
          { role: 'tool', toolCallId: 'a', toolName: 'find_seats', resultText: '가1 가2' },
        ],
      },
      tools: [tool],
      settings: { mode: 'stream', temperature: 0.7, topP: 0.9, maxTokens: 100, toolChoice: 'auto' },
    });
    assert.match(textOf(heard.parts), /가1 가2/);
  });

  it('ends every play of the faults in an answer or a ModelError, within the time that is given', async () => {
    await using world = await setUp();
    const plays = playableFaults.flatMap(fault => fault.plays).filter(play => !/words=50000/.test(play));
    for (const play of new Set(plays)) {
      world.simulator.play('primary', play);
      const heard = await hear(world.model, { signal: AbortSignal.timeout(60) });
      const isEnded = heard.error !== undefined || heard.parts.at(-1)?.type === 'finish';
      assert.ok(isEnded, play);
      assert.equal(heard.parts.filter(part => part.type === 'finish').length, heard.error ? 0 : 1, play);
    }
    assert.deepEqual(
      world.simulator.log().filter(({ end }) => end?.how === 'fault'),
      [],
    );
  });

  it('leaves no listener on the caller’s signal', async () => {
    await using world = await setUp();
    const stop = new AbortController();
    const before = listenersOf(stop.signal);
    for (const play of ['well', 'status=500', 'cut-frame=3:rst']) {
      world.simulator.play('primary', play);
      await hear(world.model, { signal: stop.signal });
    }
    const left = world.model.stream(aModelCall({ signal: stop.signal }))[Symbol.asyncIterator]();
    await left.next();
    await left.return?.();
    assert.equal(listenersOf(stop.signal), before);
  });
});

function listenersOf(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}
