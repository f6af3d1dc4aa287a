import { clockTime } from '../incidents/summarise.ts';
import type { IncidentState } from '../incidents/incident.ts';
import type { DailyReport } from './daily-report.ts';

/** A part of the report: what both forms show, before either puts its own marks around it. */
export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Said in place of a table without rows. */
  readonly empty: string;
}

const STATES: Readonly<Record<IncidentState['name'], string>> = {
  open: '진행 중',
  acknowledged: '확인됨',
  resolved: '해결됨',
  reopened: '재발',
  flapping: '반복',
};

export function reportTables(report: DailyReport): readonly ReportTable[] {
  const { work, errors, costMicros, inputTokens, outputTokens, events } = report;
  return [
    {
      title: '요약',
      head: ['요청', '오류', '오류율', '비용', '입력 토큰', '출력 토큰', '저장된 이벤트'],
      rows: [
        [
          whole(work),
          whole(errors),
          share(errors, work),
          money(costMicros),
          whole(inputTokens),
          whole(outputTokens),
          whole(events),
        ],
      ],
      empty: '',
    },
    {
      title: '장애',
      head: ['시작', '상태', '제목', '건수', '안내서'],
      rows: report.incidents.map(({ openedAtMs, state, title, affected, runbook }) => [
        clockTime(openedAtMs),
        STATES[state.name],
        title,
        whole(affected),
        runbook,
      ]),
      empty: '장애가 없었습니다.',
    },
    {
      title: '제공자',
      head: ['제공자', '시도', '실패율', 'p50', 'p95', 'p99', '비용'],
      rows: report.providers.map(one => [
        one.provider,
        whole(one.work),
        share(one.errors, one.work),
        ...[one.p50Ms, one.p95Ms, one.p99Ms].map(duration),
        money(one.costMicros),
      ]),
      empty: '제공자를 부르지 않았습니다.',
    },
    {
      title: '경로',
      head: ['경로', '건수', '오류율', 'p50', 'p95', 'p99'],
      rows: report.routes.map(one => [
        one.route,
        whole(one.work),
        share(one.errors, one.work),
        ...[one.p50Ms, one.p95Ms, one.p99Ms].map(duration),
      ]),
      empty: '요청이 없었습니다.',
    },
    {
      title: '오류',
      head: ['코드', '건수'],
      rows: report.topErrors.map(({ code, work: count }) => [code, whole(count)]),
      empty: '오류가 없었습니다.',
    },
    {
      title: '표본 보존',
      head: ['규칙', '저장', '대표하는 작업', '보존율'],
      rows: report.sampling.map(one => [one.rule, whole(one.events), whole(one.work), share(one.events, one.work)]),
      empty: '',
    },
  ];
}

function whole(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

function share(part: number, all: number): string {
  return all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`;
}

function duration(ms: number | undefined): string {
  if (ms === undefined) return '–';
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function money(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(2)}`;
}
