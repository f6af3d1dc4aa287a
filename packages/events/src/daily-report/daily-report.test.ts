import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryEventStore } from '../memory/memory-event-store.ts';
import { MemoryIncidentStore } from '../memory/memory-incident-store.ts';
import { anEncodedEvent } from '../testing/an-event.ts';
import { anIncident } from '../testing/an-incident.ts';
import { dayOf, readDailyReport, startOfDay } from './daily-report.ts';
import { DurationHistogram } from './duration-histogram.ts';
import { dailyReportToHtml } from './to-html.ts';
import { dailyReportToMarkdown } from './to-markdown.ts';

const DAY = '2025-11-20';
const signal = new AbortController().signal;

async function setUp() {
  const [archive, incidents] = [new MemoryEventStore(), new MemoryIncidentStore()];
  const noonMs = startOfDay(DAY) + 12 * 3_600_000;
  const share = { kept: true, rule: 'share', rate: 0.05 } as const;
  let sequence = 0;
  const event = (overrides: Parameters<typeof anEncodedEvent>[0]) =>
    anEncodedEvent({ sequence: (sequence += 1), atMs: noonMs, ...overrides });
  await archive.write(
    [
      ...Array.from({ length: 1_200 }, () => event({ route: '/v1/tickets', durationMs: 40, sample: share })),
      event({ route: '/v1/tickets', durationMs: 900, error: { code: 'NARU_<X>|', class: 'server' } }),
      event({ kind: 'model-attempt', provider: 'primary', costMicros: 500, tokens: { input: 10, output: 4 } }),
      event({ kind: 'chat-turn', provider: 'primary', costMicros: 500, tokens: { input: 10, output: 4 } }),
      event({ kind: 'pipeline', route: 'events/heartbeat' }),
      event({ atMs: startOfDay(DAY) - 1 }),
      event({ atMs: startOfDay(DAY) + 86_400_000 }),
    ],
    signal,
  );
  await incidents.save(anIncident({ openedAtMs: noonMs, lastSeenAtMs: noonMs, title: '제공자 장애: <b>primary</b>' }));
  return readDailyReport(DAY, { archive, incidents });
}

describe('the daily report (E-INC-2)', () => {
  it('counts a day in Korean time, page by page, each event for all that it stands for', async () => {
    const report = await setUp();
    assert.deepEqual([report.events, report.work, report.errors], [1_203, 24_001, 1]);
    assert.deepEqual(
      report.sampling.filter(({ events }) => events > 0).map(({ rule, events, work }) => [rule, events, work]),
      [['share', 1_203, 24_003]],
    );
    assert.equal(report.topErrors[0]?.work, 1);
  });

  it('adds up cost and tokens of attempts alone, since a turn tells the same again', async () => {
    const report = await setUp();
    assert.deepEqual([report.costMicros, report.inputTokens, report.outputTokens], [500, 10, 4]);
    assert.deepEqual(
      report.providers.map(({ provider, work, costMicros }) => [provider, work, costMicros]),
      [['primary', 1, 500]],
    );
  });

  it('is a Markdown page whose tables hold, whatever stands in them', async () => {
    const text = dailyReportToMarkdown(await setUp());
    assert.match(text, /^# 일일 보고서 2025-11-20\n/);
    assert.ok(text.includes('| NARU\\_\\<X\\>\\| | 1 |'));
    assert.ok(text.includes('제공자 장애: \\<b\\>primary'));
  });

  it('is an HTML page by itself, with nothing of foreign origin in it', async () => {
    const html = dailyReportToHtml(await setUp());
    assert.ok(html.includes('&lt;b&gt;primary&lt;/b&gt;'));
    assert.ok(!/<script|<b>|https?:/.test(html));
    assert.ok(html.includes('lang="ko"'));
  });

  it('says so when nothing happened', async () => {
    const stores = { archive: new MemoryEventStore(), incidents: new MemoryIncidentStore() };
    const text = dailyReportToMarkdown(await readDailyReport(DAY, stores));
    for (const sentence of ['장애가 없었습니다.', '요청이 없었습니다.', '오류가 없었습니다.'])
      assert.ok(text.includes(sentence));
  });

  it('knows days, and what is none', () => {
    assert.equal(dayOf(startOfDay(DAY)), DAY);
    assert.equal(dayOf(startOfDay(DAY) - 1), '2025-11-19');
    for (const day of ['2025-02-30', '20251120', '', '2025-13-01', '2025-11-20T00:00']) {
      assert.throws(() => startOfDay(day), /written like/);
    }
  });

  it('gives percentiles within a tenth, by weight', () => {
    const histogram = new DurationHistogram();
    assert.equal(histogram.percentile(0.5), undefined);
    for (let ms = 1; ms <= 1_000; ms += 1) histogram.add(ms, 20);
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = share * 1_000;
      assert.ok(Math.abs(histogram.percentile(share)! / exact - 1) <= 0.11);
    }
    histogram.add(0, 1);
    histogram.add(1e9, 1);
  });
});
