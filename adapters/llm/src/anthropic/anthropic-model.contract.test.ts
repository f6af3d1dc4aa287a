import { describeLanguageModel, type ProviderScene } from '@naru/language-model/testing';
import { openModel } from '../testing/open-model.ts';
import { eventFrame, sendJson, startStream, streamFrames, type Script } from '../testing/scripted-server.ts';
import { createAnthropicModel } from './anthropic-model.ts';

describeLanguageModel('anthropic', {
  modes: ['json', 'stream'],
  open: scene => openModel(createAnthropicModel, scriptOf(scene)),
});

const event = (type: string, fields: object = {}): string => eventFrame(type, { type, ...fields });
const start = (inputTokens: number): string =>
  event('message_start', { message: { model: 'model-a', usage: { input_tokens: inputTokens, output_tokens: 1 } } });
const text = (words: string): string =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: words } });
const end = (reason: string, outputTokens: number): string =>
  event('message_delta', { delta: { stop_reason: reason }, usage: { output_tokens: outputTokens } });

function scriptOf(scene: ProviderScene): Script {
  return (response, { body }) => {
    const isStream = body['stream'] === true;
    switch (scene.does) {
      case 'answer': {
        const usage = { input_tokens: scene.inputTokens, output_tokens: scene.outputTokens };
        if (!isStream) {
          const content = [{ type: 'text', text: scene.deltas.join('') }];
          return sendJson(response, 200, {
            type: 'message',
            model: 'model-a',
            content,
            stop_reason: 'end_turn',
            usage,
          });
        }
        return streamFrames(response, [
          start(scene.inputTokens),
          event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
          event('ping'),
          ...scene.deltas.map(text),
          event('content_block_stop', { index: 0 }),
          end('end_turn', scene.outputTokens),
          event('message_stop'),
        ]);
      }
      case 'call-tool': {
        const block = { type: 'tool_use', id: scene.id, name: scene.name };
        if (!isStream) {
          const content = [{ ...block, input: scene.input }];
          return sendJson(response, 200, { type: 'message', model: 'model-a', content, stop_reason: 'tool_use' });
        }
        const pieces = JSON.stringify(scene.input).match(/.{1,4}/gs)!;
        return streamFrames(response, [
          start(1),
          event('content_block_start', { index: 0, content_block: { ...block, input: {} } }),
          ...pieces.map(partial_json =>
            event('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json } }),
          ),
          event('content_block_stop', { index: 0 }),
          end('tool_use', 1),
          event('message_stop'),
        ]);
      }
      case 'stall-after':
        startStream(response);
        return void response.write(start(1) + text(scene.delta));
      case 'cut-after':
        return streamFrames(response, [start(1), text(scene.delta)]);
      case 'refuse':
        return sendJson(response, scene.status, { type: 'error', error: { type: 'some_error', message: 'no' } });
    }
  };
}
