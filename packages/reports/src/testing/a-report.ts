import type { Report } from '../reports/report.ts';

/** A report in which only what the test names matters. */
export function aReport(overrides: Partial<Report> = {}): Report {
  return {
    id: 'sales-2026-10',
    title: '2026년 10월 매출 보고서',
    headline: '10월 매출은 12억 4천만 원으로 9월보다 8% 늘었습니다.',
    summary: '전자책이 성장을 이끌었고, 중고책은 줄었습니다.',
    sections: [
      { heading: '전자책 매출', body: '전자책 매출은 3억 1천만 원으로 21% 늘었습니다. 구독 이용자는 8,200명입니다.' },
      { heading: '중고책 매입', body: '중고책 매입은 1,900건으로 12% 줄었습니다. 매입 단가는 그대로입니다.' },
      { heading: '반품과 교환', body: '반품률은 2.1%입니다. 파손이 가장 많았습니다.' },
    ],
    createdAtMs: 1_000,
    ...overrides,
  };
}
