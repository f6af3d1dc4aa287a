import { describeLanguageModel, call, finish, say, scriptedModel, wait } from '@naru/language-model/testing';
import type { ProviderScene } from '@naru/language-model/testing';
import type { ScriptLine } from '@naru/language-model/testing';
import { aRouter } from './testing/a-router.ts';

describeLanguageModel('router', {
  modes: ['json', 'stream'],
  gaps: { refuse: 'a script has no status', 'cut-after': 'a script has no connection' },
  async open(scene) {
    const { router } = aRouter({ models: { primary: scriptedModel('scripted', [linesOf(scene)]) } });
    return { model: router.languageModel('default'), async [Symbol.asyncDispose]() {} };
  },
});

function linesOf(scene: ProviderScene): readonly ScriptLine[] {
  switch (scene.does) {
    case 'answer': {
      const { inputTokens, outputTokens } = scene;
      return [...scene.deltas.map(say), { ...finish, usage: { ...finish.usage, inputTokens, outputTokens } }];
    }
    case 'call-tool':
      return [
        call(scene.name, scene.input, scene.id),
        { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } },
      ];
    case 'stall-after':
      return [say(scene.delta), wait('forever')];
    case 'cut-after':
    case 'refuse':
      throw new Error(`a script cannot play ${scene.does}`);
  }
}
