import type { IncomingMessage } from 'node:http';
import type { ReportBody, TicketBody } from '@naru/api-contract';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Plays what stands beside the chat: tickets, reports, and the demo's customers. */
export class ScriptedDesk {
  /** Who is signed in. */
  customer: string | null = null;
  tickets: TicketBody[] = [];
  reports: ReportBody[] = [];
  customers = [
    { id: 'minji', name: '김민지', about: '어제 책 두 권을 주문했습니다' },
    { id: 'junho', name: '박준호', about: '전자책을 환불하려고 합니다' },
    { id: 'sora', name: '이소라', about: '골드 등급 회원입니다' },
  ];
  /** What the next ticket is refused with. */
  refusal: Answer | undefined;

  async answer(
    { method }: IncomingMessage,
    path: string,
    readBody: () => Promise<Record<string, unknown>>,
  ): Promise<Answer | undefined> {
    if (path === '/v1/demo-customers') return { status: 200, body: { customers: this.customers } };
    if (path === '/v1/sign-in') {
      this.customer = String((await readBody())['demo_customer']);
      return { status: 200, body: { user_id: this.customer, expires_at: '2026-11-21T00:00:00Z' } };
    }
    if (path === '/v1/sign-out') {
      this.customer = null;
      return { status: 200, body: {} };
    }
    if (path === '/api/v1/support/tickets') return method === 'POST' ? this.#open(await readBody()) : this.#list();
    if (path === '/v1/reports') return { status: 200, body: { reports: this.reports } };
    const report = /^\/v1\/reports\/(.+)$/.exec(path);
    if (!report) return undefined;
    const found = this.reports.find(({ id }) => id === report[1]);
    return found ? { status: 200, body: found } : { status: 404, body: {} };
  }

  #list(): Answer {
    return this.customer === null
      ? { status: 401, body: { error: { code: 'UNAUTHENTICATED', message: '로그인이 필요합니다.' } } }
      : { status: 200, body: { tickets: this.tickets } };
  }

  #open({ message }: Record<string, unknown>): Answer {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal) return refusal;
    const ticket = aTicket({ ticket_no: `STK2026112000${this.tickets.length + 10}`, title: String(message) });
    this.tickets.unshift(ticket);
    return { status: 201, body: { ...ticket, reused: false } };
  }
}

export function aTicket(overrides: Partial<TicketBody> = {}): TicketBody {
  return {
    ticket_no: 'STK202611200001',
    status: 'received',
    category: null,
    severity: null,
    expected_first_response_minutes: 240,
    title: '책 모서리가 찢어져서 왔어요',
    created_at: '2026-11-20T03:00:00.000Z',
    ...overrides,
  };
}

export function aReport(overrides: Partial<ReportBody> = {}): ReportBody {
  return {
    id: 'sales-2026-10',
    title: '10월 판매 리포트',
    headline: '전자책이 종이책의 감소를 메웠습니다',
    created_at: '2026-11-01T00:00:00.000Z',
    summary: '매출은 **3.2 %** 늘었습니다.',
    sections: [
      { heading: '종이책', body: '종이책 매출은 4 % 줄었습니다.\n\n- 소설 −6 %\n- 어린이 +2 %' },
      { heading: '전자책', body: '| 분야 | 증가 |\n|---|---|\n| 소설 | 18 % |' },
    ],
    ...overrides,
  };
}
