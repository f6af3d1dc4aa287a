import { systemClock } from '@naru/kernel';
import { describeLanguageModel } from '@naru/language-model/testing';
import { sceneModel } from '../testing/scene-model.ts';
import { createAiSdkModel } from './ai-sdk-model.ts';

describeLanguageModel('ai-sdk', {
  modes: ['json', 'stream'],
  async open(scene) {
    const { model, callerLeft } = sceneModel(scene);
    return {
      model: createAiSdkModel({ id: 'primary', model, clock: systemClock }),
      callerLeft,
      async [Symbol.asyncDispose]() {},
    };
  },
});
