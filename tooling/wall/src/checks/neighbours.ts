import { askGateway } from '../faces/ask-gateway.ts';
import { FALLBACK_TEXT, PRIMARY_TEXT } from '../world/words.ts';
import type { CheckGroup } from './check.ts';

const AT_ONCE = 40;

export const NEIGHBOURS: CheckGroup = {
  title: 'Neighbours, connections, policy',
  settings: { primary: 'openai', fallback: 'anthropic' },
  checks: [
    {
      numbers: ['T44', 'T14'],
      name: 'forty at once, every second one broken',
      answer: 'Each asking has its own attempt: whoever fails takes nobody along.',
      async run(world) {
        const problems: string[] = [];
        for (const play of ['every=2,status=503', 'every=2,cut-frame=0', 'every=2,cut-frame=7']) {
          await world.renew();
          world.play(play);
          const answers = await Promise.all(
            Array.from({ length: AT_ONCE }, (_, index) =>
              askGateway(world.url, { model: 'auto', text: world.question().text, isStream: index % 4 !== 0 }),
            ),
          );
          const broken = answers.filter(({ official }) => official.kind === 'threw').length;
          const isWhole = answers.every(({ official, text }) =>
            official.kind === 'threw' ? PRIMARY_TEXT.startsWith(text) : text === PRIMARY_TEXT || text === FALLBACK_TEXT,
          );
          if (!isWhole) problems.push(`${play}: words were mixed`);
          const mayBreak = play.includes('=7');
          if (mayBreak ? broken === 0 : broken > 0) problems.push(`${play}: ${broken} of ${AT_ONCE} broken`);
        }
        return problems;
      },
    },
    {
      numbers: ['T33', 'R-FO-6'],
      name: 'a kept connection that is dead',
      answer: 'Not an outage: the request goes once more, on a new connection, and the provider keeps its place.',
      async run(world) {
        world.play('stale-socket');
        const problems: string[] = [];
        for (let turn = 0; turn < 10; turn += 1) {
          const answer = await askGateway(world.url, {
            model: 'auto',
            text: world.question().text,
            isStream: turn % 2 === 0,
          });
          if (answer.provider !== 'primary' || answer.text !== PRIMARY_TEXT || answer.attempts !== 1) {
            problems.push(
              `turn ${turn + 1}: ${answer.http.status} of ${answer.provider} after ${answer.attempts} attempts`,
            );
          }
        }
        const replayed = world.simulator.log('primary').filter(({ body }) => 'refused' in body).length;
        if (replayed === 0) problems.push('no connection was ever found dead: nothing was tried');
        return problems;
      },
    },
    {
      numbers: ['F20', 'T41'],
      name: 'a redirect to a third provider',
      answer: 'Not followed: nobody outside the chain sees a word or a key.',
      async run(world) {
        world.play({ redirect: `${world.simulator.url}/fallback/v1/messages` });
        const question = world.question();
        const answer = await askGateway(world.url, { model: 'primary', text: question.text, isStream: false });
        const asked = world.asked(question).map(({ provider }) => provider);
        return [
          ...(asked.join() === 'primary' ? [] : [`asked: ${asked.join(', ')}`]),
          ...(answer.http.status === 502 ? [] : [`status ${answer.http.status}`]),
        ];
      },
    },
    {
      numbers: ['T19', 'R-FO-1'],
      name: 'a prompt too long, and only smaller windows left',
      answer: 'Nobody with a window that is not larger is asked; the caller is told what is wrong.',
      async run(world) {
        await world.renew(({ providers = [], ...config }) => ({
          ...config,
          providers: providers.map(provider => ({ ...provider, context_window_tokens: 32_000 })),
        }));
        world.play('error=context-length');
        const question = world.question();
        const answer = await askGateway(world.url, { model: 'auto', text: question.text, isStream: true });
        const asked = world.asked(question).map(({ provider }) => provider);
        return [
          ...(asked.join() === 'primary' ? [] : [`asked: ${asked.join(', ')}`]),
          ...(answer.errorCode === 'context_length_exceeded' ? [] : [`error ${answer.errorCode}`]),
        ];
      },
    },
    {
      numbers: ['T41', 'R-DEC-1'],
      name: 'a provider on the blocklist',
      answer: 'Never dialled, also when everybody else fails.',
      async run(world) {
        await world.renew(config => ({
          ...config,
          routing: { ...config.routing, blocklist: ['fallback_1', 'chat_fallback'] },
        }));
        world.play('status=503');
        const question = world.question();
        const answer = await askGateway(world.url, { model: 'auto', text: question.text, isStream: false });
        const asked = world.asked(question).map(({ provider }) => provider);
        return [
          ...(asked.join() === 'primary' ? [] : [`asked: ${asked.join(', ')}`]),
          ...(answer.http.status === 502 ? [] : [`status ${answer.http.status}`]),
        ];
      },
    },
    {
      numbers: ['T39', 'R-FO-10'],
      name: 'who answered, told after a failover',
      answer: 'Provider, model and usage are the winner’s.',
      async run(world) {
        world.play('status=503');
        const answer = await askGateway(world.url, { model: 'auto', text: world.question().text, isStream: false });
        const model = answer.document?.['model'];
        return [
          ...(answer.provider === 'fallback_1' ? [] : [`provider ${answer.provider}`]),
          ...(String(model).startsWith('second-') ? [] : [`model ${String(model)}`]),
        ];
      },
    },
  ],
};
