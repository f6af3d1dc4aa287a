import { describeLanguageModel, type ProviderScene } from '@naru/language-model/testing';
import { openModel } from '../testing/open-model.ts';
import { dataFrame, sendJson, startStream, streamFrames, type Script } from '../testing/scripted-server.ts';
import { createOpenaiModel } from './openai-model.ts';

describeLanguageModel('openai', {
  modes: ['json', 'stream'],
  open: scene => openModel(createOpenaiModel, scriptOf(scene)),
});

const delta = (fields: unknown, finishReason: string | null = null): string =>
  dataFrame({ id: 'c1', model: 'model-a', choices: [{ index: 0, delta: fields, finish_reason: finishReason }] });

function scriptOf(scene: ProviderScene): Script {
  return (response, { body }) => {
    const isStream = body['stream'] === true;
    switch (scene.does) {
      case 'answer': {
        const usage = { prompt_tokens: scene.inputTokens, completion_tokens: scene.outputTokens };
        if (!isStream) {
          const message = { role: 'assistant', content: scene.deltas.join('') };
          return sendJson(response, 200, { model: 'model-a', choices: [{ message, finish_reason: 'stop' }], usage });
        }
        return streamFrames(response, [
          delta({ role: 'assistant', content: '' }),
          ...scene.deltas.map(content => delta({ content })),
          delta({}, 'stop'),
          dataFrame({ id: 'c1', model: 'model-a', choices: [], usage }),
          'data: [DONE]\n\n',
        ]);
      }
      case 'call-tool': {
        const text = JSON.stringify(scene.input);
        const call = { id: scene.id, type: 'function', function: { name: scene.name, arguments: text } };
        if (!isStream) {
          const message = { role: 'assistant', content: null, tool_calls: [call] };
          return sendJson(response, 200, { model: 'model-a', choices: [{ message, finish_reason: 'tool_calls' }] });
        }
        return streamFrames(response, [
          delta({ tool_calls: [{ index: 0, ...call, function: { name: scene.name, arguments: '' } }] }),
          ...text
            .match(/.{1,4}/gs)!
            .map(piece => delta({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
          delta({}, 'tool_calls'),
          'data: [DONE]\n\n',
        ]);
      }
      case 'stall-after':
        startStream(response);
        return void response.write(delta({ content: scene.delta }));
      case 'cut-after':
        return streamFrames(response, [delta({ content: scene.delta })]);
      case 'refuse':
        return sendJson(response, scene.status, { error: { message: 'no', type: 'some_error', code: null } });
    }
  };
}
