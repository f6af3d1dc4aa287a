import { askGateway, type Usage } from '../faces/ask-gateway.ts';
import type { World } from '../world/world.ts';
import type { CheckGroup } from './check.ts';

async function usageOfStream(world: World, model: string, wants: boolean): Promise<Usage | undefined> {
  const more = wants ? { stream_options: { include_usage: true } } : {};
  return (await askGateway(world.url, { model, text: world.question().text, isStream: true, more })).usage;
}

export const USAGE: CheckGroup = {
  title: 'Usage',
  settings: { primary: 'openai', fallback: 'anthropic' },
  checks: [
    {
      numbers: ['T11', 'R-FO-7'],
      name: 'usage in a stream',
      answer: 'Asked of the provider always, handed on to a caller who asked for it, and to nobody else.',
      async run(world) {
        const problems: string[] = [];
        for (const model of ['primary', 'fallback_1']) {
          for (const way of ['usage=separate', 'usage=with-finish', 'well']) {
            world.play(way);
            world.play(way, 'fallback');
            const wanted = await usageOfStream(world, model, true);
            const unwanted = await usageOfStream(world, model, false);
            if (!(wanted && wanted.completion_tokens > 0)) problems.push(`${model}, ${way}: asked for and missing`);
            if (unwanted) problems.push(`${model}, ${way}: handed on unasked`);
          }
        }
        const entry = world.simulator.log('primary').at(-1);
        if (!(entry && 'wantsUsage' in entry.body && entry.body.wantsUsage))
          problems.push('the provider was not asked for it');
        return problems;
      },
    },
    {
      numbers: ['F23', 'T11'],
      name: 'usage that cannot be, asked for in a stream',
      answer: 'Estimated: no caller is given a negative count.',
      async run(world) {
        const problems: string[] = [];
        for (const model of ['primary', 'fallback_1']) {
          world.play('usage=negative');
          world.play('usage=negative', 'fallback');
          const usage = await usageOfStream(world, model, true);
          if (usage && !(usage.prompt_tokens >= 0 && usage.completion_tokens >= 0))
            problems.push(`${model}: ${JSON.stringify(usage)}`);
        }
        return problems;
      },
    },
  ],
};
