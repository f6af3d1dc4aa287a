import type { OverrideBody, ProviderSnapshot, ProviderStats } from '@naru/api-contract';
import type { Paint } from '../paint.ts';
import { textTable } from '../text-table.ts';

const COLUMNS = ['PROVIDER', 'PLACE', 'STATE', 'SCORE', 'SAMPLES', 'FIRST TOKEN', 'PER 1K', 'NOTE'].map(title => ({
  title,
}));

/** The providers as `naru providers list` prints them. */
export function showProviders(snapshot: ProviderSnapshot, paint: Paint): string {
  const { policy, final_chain, reason_code, provider_stats, overrides, spend } = snapshot;
  const left = new Map(snapshot.cooldowns.map(({ provider, left_ms }) => [provider, left_ms]));
  const open = new Map(snapshot.breakers.map(({ provider, open_left_ms }) => [provider, open_left_ms]));
  const rows = provider_stats.map(stats => providerRow(stats, left.get(stats.alias) ?? 0, open.get(stats.alias) ?? 0));
  const budgets = spend.budgets.map(
    ({ name, spent, hard, remaining }) =>
      `  ${name}: ${spent.toFixed(4)} ${spend.currency} spent${hard === null ? '' : ` of ${hard}, ${remaining?.toFixed(4)} left`}`,
  );
  const [head = '', ...lines] = textTable(COLUMNS, rows);
  return [
    paint('bold', `Policy ${policy.name}, ${policy.mode}: ${final_chain.join(' > ') || 'nobody'} (${reason_code})`),
    '',
    paint('bold', head),
    ...lines.map((line, row) => paintRow(line, provider_stats[row]?.state, paint)),
    '',
    ...(overrides.length === 0
      ? ['No overrides hold.']
      : [paint('bold', 'Overrides:'), ...overrides.map(override => paint('yellow', showOverride(override)))]),
    ...(budgets.length === 0 ? [] : [paint('bold', 'Budgets:'), ...budgets]),
  ].join('\n');
}

/** Red: it is not asked. Yellow: it goes last, or is on its way back. */
function paintRow(line: string, state: ProviderStats['state'] | undefined, paint: Paint): string {
  if (state === undefined || state === 'closed') return line;
  return paint(state === 'open' ? 'red' : 'yellow', line);
}

/** One line: what, for how long, by whom, why. */
export function showOverride({ id, ttl_left_sec, author, reason, ...act }: OverrideBody): string {
  return `  ${id}  ${showAct(act)}, ${ttl_left_sec} s left, by ${author}: ${reason}`;
}

type Act = Pick<OverrideBody, 'kind' | 'provider' | 'intent' | 'enabled' | 'share'>;

/** What an operator wants, such as `intent REFUND primary` or `canary fallback_1 on 5.0 %`. */
export function showAct({ kind, provider, intent, enabled, share }: Act): string {
  const what = [
    kind,
    intent,
    provider,
    enabled === undefined ? undefined : enabled ? 'on' : 'off',
    share === undefined ? undefined : `${(share * 100).toFixed(1)} %`,
  ];
  return what.filter(part => part !== undefined).join(' ');
}

function providerRow(stats: ProviderStats, coolingMs: number, openMs: number): readonly string[] {
  const waitMs = Math.max(coolingMs, openMs);
  return [
    stats.alias,
    stats.position === null ? '-' : String(stats.position + 1),
    stats.state + (waitMs > 0 ? ` ${Math.ceil(waitMs / 1_000)} s` : ''),
    stats.score.toFixed(2),
    String(stats.samples),
    stats.first_token_ms === null ? '-' : `${Math.round(stats.first_token_ms)} ms`,
    stats.cost_per_1k === null ? '-' : String(stats.cost_per_1k),
    stats.dropped_by === null ? '' : `dropped by ${stats.dropped_by}: ${stats.why}`,
  ];
}
