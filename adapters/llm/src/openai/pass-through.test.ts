import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ModelCall } from '@naru/language-model';
import { openModel } from '../testing/open-model.ts';
import { dataFrame, sendJson, streamFrames, type Script } from '../testing/scripted-server.ts';
import { hear } from '@naru/language-model/testing';
import { bytesOf } from '../testing/bytes-of.ts';
import { createOpenaiModel } from './openai-model.ts';

interface ToolCallPiece {
  readonly index?: number;
  readonly id?: string;
  readonly extra?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

const DONE = 'data: [DONE]\n\n';
const frame = (delta: unknown, finishReason: string | null = null, more: object = {}): string =>
  dataFrame({ id: 'c1', choices: [{ index: 0, delta, finish_reason: finishReason }], ...more });
const calls = (...pieces: readonly ToolCallPiece[]): string => frame({ tool_calls: pieces });

async function passOn(script: Script, more: object, mode: 'stream' | 'json' = 'stream') {
  await using opened = await openModel(createOpenaiModel, script);
  const raw: ModelCall['raw'] = {
    protocol: 'openai',
    body: { model: 'alias', messages: [], stream: mode === 'stream', ...more },
  };
  return await hear(opened.model, { raw, settings: { mode } });
}

async function piecesOf(...frames: readonly string[]): Promise<readonly ToolCallPiece[]> {
  const { parts } = await passOn(response => streamFrames(response, [...frames, frame({}, 'tool_calls'), DONE]), {});
  return bytesOf(parts)
    .split('\n\n')
    .filter(line => line.includes('tool_calls":['))
    .flatMap(line => {
      const { choices } = JSON.parse(line.slice(6)) as { choices: { delta: { tool_calls: ToolCallPiece[] } }[] };
      return choices[0]?.delta.tool_calls ?? [];
    });
}

describe('openai, bytes passed through', () => {
  it('gives tool calls the index that a strict client goes by, where the provider left it out (R-FO-8)', async () => {
    const pieces = await piecesOf(
      calls({ id: 'a', function: { name: 'f', arguments: '' } }),
      calls({ id: 'b', function: { name: 'g', arguments: '' } }),
      calls({ id: 'a', extra: 'kept', function: { arguments: '{}' } }),
    );
    assert.deepEqual(
      pieces.map(({ index, id }) => [index, id]),
      [
        [0, 'a'],
        [1, 'b'],
        [0, 'a'],
      ],
    );
    assert.equal(pieces[2]?.extra, 'kept', 'what is not amiss stays as it came');
  });

  it('gives a call an id where the provider has none for it (R-FO-8)', async () => {
    const [first, second] = await piecesOf(
      calls({ index: 0, function: { name: 'f', arguments: '' } }),
      calls({ index: 0, function: { arguments: '{}' } }),
    );
    assert.match(first?.id ?? '', /./);
    assert.equal(second?.id, undefined);
  });

  it('leaves the bytes of tool calls alone that lack nothing', async () => {
    const usual = [
      calls({ index: 0, id: 'a', function: { name: 'f', arguments: '' } }),
      calls({ index: 0, function: { arguments: '{}' } }),
    ];
    const end = [frame({}, 'tool_calls'), DONE];
    const { parts } = await passOn(response => streamFrames(response, [...usual, ...end]), {});
    assert.equal(bytesOf(parts), [...usual, ...end].join(''));
  });

  it('estimates a count that cannot be before it is handed on (fault 23)', async () => {
    const usage = { prompt_tokens: -13, completion_tokens: -4 };
    const script: Script = response =>
      streamFrames(response, [frame({ content: '네' }), frame({}, 'stop'), dataFrame({ choices: [], usage }), DONE]);
    const { parts } = await passOn(script, { stream_options: { include_usage: true } });
    const [told] = /"completion_tokens":-?\d+/.exec(bytesOf(parts)) ?? [];
    assert.match(told ?? '', /:\d+$/);
    assert.doesNotMatch(bytesOf(parts), /-13/);
  });

  it('estimates a count of a body that cannot be, and leaves any other body as it came (fault 23)', async () => {
    const choices = [{ index: 0, message: { role: 'assistant', content: '네' }, finish_reason: 'stop' }];
    const answer =
      (usage: object): Script =>
      response =>
        sendJson(response, 200, { choices, usage });
    const wrong = await passOn(answer({ prompt_tokens: -1, completion_tokens: 1 }), {}, 'json');
    const right = await passOn(answer({ prompt_tokens: 1, completion_tokens: 1 }), {}, 'json');
    assert.doesNotMatch(bytesOf(wrong.parts), /-1/);
    assert.match(bytesOf(wrong.parts), /"usage":{"prompt_tokens":\d+,/);
    assert.equal(bytesOf(right.parts), JSON.stringify({ choices, usage: { prompt_tokens: 1, completion_tokens: 1 } }));
  });
});
