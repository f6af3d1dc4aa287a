import type { OverrideBody, OverrideRequestBody, ProviderSnapshot } from '@naru/api-contract';
import { Argument, type Command } from 'commander';
import type { CommandWorld } from '../command-world.ts';
import { paintFor } from '../paint.ts';
import { withServer, type OperatorCall, type OperatorOptions } from './operator-client.ts';
import { parseShare, parseTtl } from './parse-ttl.ts';
import { showOverride, showProviders } from './show-providers.ts';

interface ActOptions extends OperatorOptions {
  readonly ttl: number;
  readonly reason: string;
}

const OVERRIDES = '/internal/chat/providers/overrides';
const HALF_AN_HOUR_SEC = 1_800;

/** `naru providers …`: how providers stand, and what an operator wants of them for a while (R-OPS-1). */
export function addProvidersCommand(program: Command, world: CommandWorld): void {
  const providers = program
    .command('providers')
    .description('Providers of the running server: look, force, block, drain, canary, steer, intent, and end it again')
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN.\n\nExamples:\n  naru providers list\n  naru providers block primary --ttl 30m --reason "answers nonsense"\n  naru providers canary fallback_1 --share 5% --reason "new model"\n  naru providers steer on --ttl 2h --reason "over budget"\n  naru providers intent REFUND primary --reason "gets them right"\n  naru providers clear block',
    );

  reading(providers.command('list').description('Chain, health, overrides and budgets'))
    .option('--policy <name>', 'of which policy or provider', 'default')
    .action(({ policy, ...options }: OperatorOptions & { readonly policy: string }) =>
      withServer(
        world,
        options,
        call =>
          call('GET', `/internal/chat/providers?policy=${encodeURIComponent(policy)}`) as Promise<ProviderSnapshot>,
        snapshot => showProviders(snapshot, paintFor(world)),
      ),
    );

  for (const [kind, description] of [
    ['force', 'That provider first, cooling or open as it may be; none: nobody, whatever the settings say'],
    ['block', 'Not that provider; none: the list of the settings does not hold'],
    ['drain', 'That provider only for the conversations that it has'],
  ] as const) {
    acting(providers.command(kind).description(description).argument('<provider>', 'alias or URL')).action(
      (provider: string, { ttl, reason, ...options }: ActOptions) =>
        put(world, options, { kind, provider, ttl_sec: ttl, reason }),
    );
  }

  acting(providers.command('canary').description('Try a provider out on a share of the conversations, or stop that'))
    .argument('[provider]', 'alias or URL; default: the canary of the settings')
    .option('--share <share>', 'of the conversations, such as 0.05 or 5%', parseShare)
    .option('--off', 'no canary')
    .action(
      (provider: string | undefined, options: ActOptions & { readonly share?: number; readonly off?: boolean }) => {
        const { ttl, reason, share, off, ...rest } = options;
        return put(world, rest, {
          kind: 'canary',
          enabled: !off,
          ...(provider !== undefined && { provider }),
          ...(share !== undefined && { share }),
          ttl_sec: ttl,
          reason,
        });
      },
    );

  acting(providers.command('steer').description('The low-cost provider first, or never so, whatever was spent'))
    .addArgument(new Argument('<switch>', 'high-risk questions are never steered').choices(['on', 'off']))
    .action((position: 'on' | 'off', { ttl, reason, ...options }: ActOptions) =>
      put(world, options, { kind: 'cost_steering', enabled: position === 'on', ttl_sec: ttl, reason }),
    );

  acting(providers.command('intent').description('That provider first for an intent'))
    .argument('<intent>', 'such as REFUND, SHIPPING, ORDER or GENERAL')
    .argument('<provider>', 'alias or URL; none: nobody, whatever the settings say')
    .action((intent: string, provider: string, { ttl, reason, ...options }: ActOptions) =>
      put(world, options, { kind: 'intent', intent: intent.toUpperCase(), provider, ttl_sec: ttl, reason }),
    );

  reading(providers.command('clear').description('End overrides: those of an id, a kind or a provider, or all'))
    .argument('[what]', 'an id, force, block, drain, canary, cost_steering, intent or a provider; default: all')
    .action((what: string | undefined, options: OperatorOptions) =>
      withServer(world, options, call => clear(call, what), showEnded),
    );
}

function reading(command: Command): Command {
  return command
    .option('--url <url>', "the server's internal address; default: by the configuration")
    .option('--json', 'for machines');
}

function acting(command: Command): Command {
  return reading(command)
    .requiredOption('--reason <reason>', 'why, for the audit')
    .option('--ttl <time>', 'how long it holds, such as 90s, 30m, 2h or 1d (default: 30m)', parseTtl, HALF_AN_HOUR_SEC);
}

function put(world: CommandWorld, options: OperatorOptions, body: OverrideRequestBody): Promise<void> {
  return withServer(
    world,
    options,
    call => call('PUT', OVERRIDES, body) as Promise<OverrideBody>,
    override => `${showOverride(override).trim()}\nUndo it with: naru providers clear ${override.id}`,
  );
}

async function clear(call: OperatorCall, what: string | undefined): Promise<readonly OverrideBody[]> {
  if (what === undefined) return endedIn(await call('DELETE', OVERRIDES));
  const { overrides } = (await call('GET', OVERRIDES)) as { readonly overrides: readonly OverrideBody[] };
  const ended: OverrideBody[] = [];
  for (const { id, kind, provider } of overrides) {
    if (what !== id && what !== kind && what !== provider) continue;
    ended.push(...endedIn(await call('DELETE', `${OVERRIDES}/${encodeURIComponent(id)}`)));
  }
  return ended;
}

function endedIn(answer: unknown): readonly OverrideBody[] {
  return (answer as { readonly ended: readonly OverrideBody[] }).ended;
}

function showEnded(ended: readonly OverrideBody[]): string {
  return ended.length === 0
    ? 'Nothing of that holds; see naru providers list.'
    : ['Ended:', ...ended.map(showOverride)].join('\n');
}
