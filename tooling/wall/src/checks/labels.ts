import { callHttp } from '../faces/http-call.ts';
import type { World } from '../world/world.ts';
import type { CheckGroup } from './check.ts';

const STRANGERS = 300;

async function series(world: World): Promise<ReadonlySet<string>> {
  const { body } = await callHttp({ url: `${world.server.internalUrl}/metrics`, method: 'GET' });
  const lines = body.split('\n').filter(line => line.startsWith('chat_'));
  return new Set(lines.map(line => line.slice(0, line.lastIndexOf(' '))));
}

async function askAs(world: World, stranger: string): Promise<void> {
  const messages = [{ role: 'user', content: world.question().text }];
  const headers = { 'x-request-id': stranger, 'x-naru-session': stranger, 'x-naru-intent': stranger };
  const body = { model: 'auto', user: stranger, metadata: { tenant: stranger }, messages };
  await callHttp({ url: `${world.url}/v1/chat/completions`, body, headers });
}

export const LABELS: CheckGroup = {
  title: 'Metrics',
  settings: { primary: 'openai', fallback: 'anthropic' },
  checks: [
    {
      numbers: ['T46'],
      name: 'hundreds of callers, each with names of its own',
      answer: 'No series is added: labels come from closed sets.',
      async run(world) {
        for (let index = 0; index < 10; index += 1) await askAs(world, `known-${index}`);
        const before = await series(world);
        for (let done = 0; done < STRANGERS; done += 30) {
          await Promise.all(Array.from({ length: 30 }, (_, index) => askAs(world, `stranger-${done + index}`)));
        }
        const added = [...(await series(world))].filter(name => !before.has(name));
        const named = added.filter(name => name.includes('stranger'));
        return [
          ...(before.size > 0 ? [] : ['there are no series at all']),
          ...(named.length === 0 ? [] : [`a series names a caller: ${named[0]}`]),
          ...(added.length <= 5 ? [] : [`${added.length} series added, such as ${added.slice(0, 3).join(' ')}`]),
        ];
      },
    },
  ],
};
