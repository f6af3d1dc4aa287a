import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type PlaySource } from '@naru/simulator';
import { startServer, type ServerProcess } from '@naru/wall/server-process';
import { Problems, type DrillResult } from '../finding.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

const RUNBOOK = resolve(import.meta.dirname, '../../../../docs/RUNBOOK.md');
const OPENED_WITHIN_MS = 60_000;
const CLOSED_WITHIN_MS = 6 * 60_000 + 15_000;
const WARM_UP_MS = 20_000;
const STAYS_MS = 30_000;
const EVERY_MS = 500;

interface Seen {
  readonly id: string;
  readonly rule: string;
  readonly state: string;
  readonly summary: string;
  readonly runbook: string;
  readonly inhibited_by: string | null;
}

/** A provider of the real server goes down, in real time, and comes back: what operators are told meanwhile. */
export async function drillRealOutage(name: string, behaviour: PlaySource): Promise<DrillResult> {
  const problems = new Problems();
  await using opening = new AsyncDisposableStack();
  const simulator = await startSimulator({ providers: { primary: 'openai', fallback: 'openai' } });
  opening.defer(() => simulator.close());
  const receiver = opening.use(await startWebhookReceiver());
  const config = {
    limits: { requests_per_minute: 0 },
    providers: [
      { alias: 'primary', url: simulator.settingOf('primary', 'first') },
      { alias: 'fallback_1', url: simulator.settingOf('fallback', 'second') },
    ],
  };
  const server = opening.use(await startServer(config, { NARU_NOTICE_WEBHOOK: receiver.url, LOG_LEVEL: 'info' }));
  const customers = opening.use(askSteadily(server.url));

  await sleep(WARM_UP_MS);
  const before = await incidentsOf(server);
  problems.expect(before.length === 0, `incidents before: ${JSON.stringify(before.map(({ rule }) => rule))}`);

  const brokeAtMs = Date.now();
  const askedBefore = customers.asked;
  simulator.play('primary', behaviour, { forMs: 3_600_000 });
  const outages = async (): Promise<readonly Seen[]> =>
    (await incidentsOf(server)).filter(({ rule }) => rule === 'provider-outage');
  const openedMs = await waitFor(async () => (await outages()).length > 0, 2 * OPENED_WITHIN_MS);
  problems.expect(openedMs <= OPENED_WITHIN_MS, `opened after ${openedMs} ms`);
  const noticedMs = await waitFor(() => receiver.received.length > 0, 30_000);
  await sleep(STAYS_MS);
  const [outage, ...others] = (await incidentsOf(server)).filter(({ inhibited_by }) => inhibited_by === null);
  problems.expect(others.length === 0, `more than one incident: ${others.map(({ rule }) => rule).join(', ')}`);
  problems.expect(receiver.received.length === 1, `${receiver.received.length} notices while it lasts`);
  const summary = outage?.summary ?? '';
  for (const part of [
    '무엇: ',
    '언제: ',
    '영향: 고객 요청 약',
    '대신 답했고',
    '추정 원인: ',
    '라우터 조치: ',
    '안내서: ',
  ]) {
    problems.expect(summary.includes(part), `the summary does not say "${part}": ${summary}`);
    problems.expect(Boolean(receiver.received[0]?.text.includes(part)), `the notice does not say "${part}"`);
  }
  problems.expect(isInRunbook(outage?.runbook ?? ''), `no such place: ${outage?.runbook}`);

  const recoveredAtMs = Date.now();
  const askedDuring = customers.asked - askedBefore;
  simulator.reset();
  const closedMs = await waitFor(
    async () => (await outages()).every(({ state }) => state === 'resolved'),
    CLOSED_WITHIN_MS + 30_000,
  );
  problems.expect(closedMs <= CLOSED_WITHIN_MS, `closed after ${closedMs} ms`);
  const all = await outages();
  problems.expect(all.length === 1, `${all.length} incidents for one outage`);
  await waitFor(() => receiver.received.length > 1, 30_000);
  problems.expect(receiver.received.length === 2, `${receiver.received.length} notices in all, of opening and end`);
  problems.expect(customers.failed === 0, `${customers.failed} requests were not answered`);
  return {
    drill: `outage of the real server's provider: ${name}`,
    figures: {
      'opened after s': openedMs / 1_000,
      'told after s': (openedMs + noticedMs) / 1_000,
      'lasted s': (recoveredAtMs - brokeAtMs) / 1_000,
      'closed after s': closedMs / 1_000,
      'requests meanwhile': askedDuring,
      'not answered': customers.failed,
      notices: receiver.received.length,
      summary: all[0]?.summary ?? '',
    },
    problems: problems.found,
  };
}

async function incidentsOf({ internalUrl }: ServerProcess): Promise<readonly Seen[]> {
  const response = await fetch(`${internalUrl}/internal/incidents?limit=100`);
  if (!response.ok) throw new Error(`incidents: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { readonly incidents: readonly Seen[] }).incidents;
}

function askSteadily(url: string): AsyncDisposable & { readonly asked: number; readonly failed: number } {
  const state = { asked: 0, failed: 0 };
  const under: Promise<void>[] = [];
  const body = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: '배송은 얼마나 걸려요?' }] });
  async function ask(): Promise<void> {
    state.asked += 1;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer?.status !== 200) state.failed += 1;
    await answer?.body?.cancel();
  }
  const timer = setInterval(() => under.push(ask()), EVERY_MS);
  return {
    get asked() {
      return state.asked;
    },
    get failed() {
      return state.failed;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await Promise.all(under);
    },
  };
}

/** @returns how long it took; the limit where it did not come about */
async function waitFor(holds: () => boolean | Promise<boolean>, limitMs: number): Promise<number> {
  const beganAtMs = performance.now();
  while (performance.now() - beganAtMs < limitMs) {
    if (await holds()) return Math.round(performance.now() - beganAtMs);
    await sleep(500);
  }
  return limitMs;
}

/** Whether the link leads to a heading of the runbook that there is. */
function isInRunbook(link: string): boolean {
  const [path, anchor = ''] = link.split('#');
  const headings = readFileSync(RUNBOOK, 'utf8').matchAll(/^#+ (.+)$/gm);
  const anchors = [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  return path === '/docs/RUNBOOK.md' && anchors.includes(anchor);
}
