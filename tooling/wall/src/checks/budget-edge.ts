import { askGateway } from '../faces/ask-gateway.ts';
import { callHttp } from '../faces/http-call.ts';
import { withPatientFallbacks } from '../world/world-config.ts';
import type { CheckGroup } from './check.ts';

const AT_ONCE = 200;
const HARD = 1;
/** Of a thousand tokens, so dear that some dozens of answers come to the cap. */
const PRICE = 0.5;

interface Snapshot {
  readonly spend: { readonly budgets: readonly { readonly spent: number; readonly reserved: number }[] };
}

/** The price of the longest answer that is allowed here is what each call holds. */
const MAX_TOKENS = 40;

export const BUDGET_EDGE: CheckGroup = {
  title: 'A budget at its edge',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    more: addressOf => ({
      ...withPatientFallbacks({}),
      providers: ['primary', 'fallback'].map(name => ({
        alias: name,
        url: addressOf(name),
        key_env: name === 'primary' ? 'WALL_KEY_PRIMARY' : 'WALL_KEY_FALLBACK',
        prices: PRICE,
      })),
      routing: { cooldown_sec: 0, budgets: [{ period: 'day', hard: HARD }] },
    }),
  },
  checks: [
    {
      numbers: ['T40', 'R-COST-2', 'R-COST-3'],
      name: 'two hundred at once',
      answer:
        'As many are answered as fit, the others are refused with 402 before anybody is asked; the cap is passed by no more than one call holds. A higher cap holds from the reload on.',
      async run(world) {
        world.simulator.clearLog();
        const askings = Array.from({ length: AT_ONCE }, (_, index) => {
          const question = world.question();
          const more = { max_tokens: MAX_TOKENS };
          return askGateway(world.url, { model: 'auto', text: question.text, isStream: index % 2 === 0, more });
        });
        const answers = await Promise.all(askings);
        const served = answers.filter(({ http }) => http.status === 200).length;
        const refused = answers.filter(({ errorCode }) => errorCode === 'budget_exceeded').length;
        const asked = world.simulator.log().length;
        const after = await askGateway(world.url, { model: 'auto', text: world.question().text, isStream: false });
        const told = await callHttp({ url: `${world.server.internalUrl}/internal/chat/providers`, method: 'GET' });
        const [budget] = (JSON.parse(told.body) as Snapshot).spend.budgets;
        const metrics = await callHttp({ url: `${world.server.internalUrl}/metrics`, method: 'GET' });
        const isToldAsSpent = /chat_budget_remaining\{[^}]*\} 0\b/.test(metrics.body);
        await world.renew(config => ({
          ...config,
          routing: { ...config.routing, budgets: [{ period: 'day', hard: 10 * HARD }] },
        }));
        const raised = await askGateway(world.url, { model: 'auto', text: world.question().text, isStream: false });
        const heldByOne = ((MAX_TOKENS + 200) * PRICE) / 1_000;
        return [
          ...(served + refused === AT_ONCE ? [] : [`${served} served and ${refused} refused of ${AT_ONCE}`]),
          ...(served > 0 && refused > 0 ? [] : [`${served} served, ${refused} refused: the edge was not met`]),
          ...(asked === served ? [] : [`providers were asked ${asked} times for ${served} answers`]),
          ...(budget && budget.spent <= HARD + heldByOne ? [] : [`spent ${budget?.spent} of ${HARD}`]),
          ...(isToldAsSpent ? [] : ['chat_budget_remaining does not say that nothing is left']),
          ...(raised.http.status === 200 ? [] : [`${raised.http.status} after the cap was raised by a reload`]),
          ...(budget?.reserved === 0 ? [] : [`${budget?.reserved} are still held`]),
          ...(budget && budget.spent < HARD && after.http.status !== 200
            ? ['what was not used is not given back']
            : []),
        ];
      },
    },
  ],
};
