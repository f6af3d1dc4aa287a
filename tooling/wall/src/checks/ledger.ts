import { seededRandom } from '@naru/kernel';
import type { LogEntry } from '@naru/simulator';
import { callAndLeave, callHttp } from '../faces/http-call.ts';
import { ledgerOf, type LedgerAttempt } from '../world/ledger-of.ts';
import type { World } from '../world/world.ts';
import type { CheckGroup } from './check.ts';

/** What the primary does; only what its log sees as one request each. */
const FAULTS = [
  'status=503',
  'status=429',
  'status=401',
  'empty=no-content',
  'cut-frame=0',
  'cut-frame=5',
  'stream-error=0',
  'stream-error=after-role:overloaded',
  'every=2,status=500',
  'error-rate=0.3',
  'well',
] as const;
const AT_ONCE = 50;
const LEAVING_SHARE = 0.1;
const SETTLED_MS = 5_000;

interface Turn {
  readonly requestId: string;
  readonly mark: string;
  readonly leaves: boolean;
}

interface Seen {
  readonly provider: string;
  readonly status: number | undefined;
}

async function ask(world: World, turn: Turn, text: string, isStream: boolean): Promise<void> {
  const url = `${world.url}/v1/chat/completions`;
  const body = { model: 'auto', stream: isStream, messages: [{ role: 'user', content: text }] };
  const headers = { 'x-request-id': turn.requestId };
  if (turn.leaves) await callAndLeave({ url, body, headers }, { afterBytes: 300, afterMs: 50 });
  else await callHttp({ url, body, headers });
}

/** What providers saw, by the question's mark. */
function seenBy(entries: readonly LogEntry[]): ReadonlyMap<string, readonly Seen[]> {
  const seen = new Map<string, Seen[]>();
  for (const { provider, body, status } of entries) {
    const mark = 'lastUserText' in body ? /문의 \d+번/.exec(body.lastUserText)?.[0] : undefined;
    if (mark === undefined) continue;
    const alias = provider === 'fallback' ? 'fallback_1' : provider;
    seen.set(mark, [...(seen.get(mark) ?? []), { provider: alias, status }]);
  }
  return seen;
}

function difference(turn: Turn, seen: readonly Seen[], rows: readonly LedgerAttempt[]): string | undefined {
  const dispatched = rows.filter(row => row.dispatched).toSorted((one, other) => one.attempt - other.attempt);
  const told = `${turn.mark}: providers saw ${JSON.stringify(seen)}, the ledger has ${JSON.stringify(rows)}`;
  // Who leaves may do so on the way to a provider, which then never hears of it.
  if (turn.leaves) return seen.length <= dispatched.length ? undefined : told;
  const isSame =
    seen.length === dispatched.length &&
    seen.every(({ provider, status = 0 }, index) => {
      const row = dispatched[index];
      return row?.provider === provider && (status < 400 || row.status === status);
    });
  return isSame ? undefined : told;
}

export const LEDGER: CheckGroup = {
  title: 'The ledger',
  settings: { primary: 'openai', fallback: 'anthropic' },
  checks: [
    {
      numbers: ['T14', 'T16', 'R-COST-2'],
      name: 'turns with faults, some of whose callers leave',
      answer:
        'Each attempt that a provider saw is one row of the ledger, in its order and with its status, and no other.',
      async run(world, { faulted, seed }) {
        const random = seededRandom(seed);
        const turns: Turn[] = [];
        const entries: LogEntry[] = [];
        while (turns.length < faulted) {
          world.play(FAULTS[Math.floor(random() * FAULTS.length)] ?? 'well');
          const batch = Array.from({ length: Math.min(AT_ONCE, faulted - turns.length) }, (_, index) => {
            const { text, mark } = world.question();
            const turn = {
              requestId: `wall-turn-${String(turns.length + index).padStart(6, '0')}`,
              mark,
              leaves: random() < LEAVING_SHARE,
            };
            return { turn, asking: ask(world, turn, text, random() < 0.5) };
          });
          await Promise.all(batch.map(({ asking }) => asking));
          const isOver = (): boolean => world.simulator.log().every(({ end }) => end !== undefined);
          await world.simulator.until(isOver, SETTLED_MS).catch(() => undefined);
          turns.push(...batch.map(({ turn }) => turn));
          entries.push(...world.simulator.log());
          world.simulator.clearLog();
        }
        const seen = seenBy(entries);
        const rows = await ledgerOf(world.server.dataDir, 'wall-turn-', SETTLED_MS);
        const problems = turns.flatMap(
          turn => difference(turn, seen.get(turn.mark) ?? [], rows.get(turn.requestId) ?? []) ?? [],
        );
        const attempts = [...rows.values()].reduce((sum, of) => sum + of.length, 0);
        if (attempts < faulted * 0.9) problems.push(`only ${attempts} attempts of ${faulted} turns are in the ledger`);
        return problems.slice(0, 20).map(problem => `seed ${seed}: ${problem}`);
      },
    },
  ],
};
