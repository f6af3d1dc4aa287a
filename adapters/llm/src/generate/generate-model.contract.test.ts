import { describeLanguageModel, type ProviderScene } from '@naru/language-model/testing';
import { openModel } from '../testing/open-model.ts';
import { eventFrame, sendJson, startStream, streamFrames, type Script } from '../testing/scripted-server.ts';
import { createGenerateModel } from './generate-model.ts';

describeLanguageModel('generate', {
  modes: ['json', 'stream'],
  gaps: { 'call-tool': 'the protocol knows no tools' },
  open: scene => openModel(createGenerateModel, scriptOf(scene)),
});

function scriptOf(scene: ProviderScene): Script {
  return (response, { body }) => {
    switch (scene.does) {
      case 'answer': {
        const usage = { input_tokens: scene.inputTokens, output_tokens: scene.outputTokens };
        if (body['stream'] !== true)
          return sendJson(response, 200, { answer: scene.deltas.join(''), citations: [], usage });
        return streamFrames(response, [
          ...scene.deltas.map(text => eventFrame('delta', { text })),
          eventFrame('done', { citations: [], usage }),
        ]);
      }
      case 'stall-after':
        startStream(response);
        return void response.write(eventFrame('delta', { text: scene.delta }));
      case 'cut-after':
        return streamFrames(response, [eventFrame('delta', { text: scene.delta })]);
      case 'refuse':
        return sendJson(response, scene.status, { code: 'some_code', message: 'no' });
      case 'call-tool':
        throw new Error('a declared gap');
    }
  };
}
