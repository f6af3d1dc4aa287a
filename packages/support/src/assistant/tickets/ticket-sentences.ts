import type { Ticket, TicketSeverity, TicketStatus } from '../../tickets/ticket.ts';

/** Asks for what a ticket is to say. The next message answers it, so this text is also a mark in the history. */
export const ASK_INQUIRY = '어떤 내용으로 문의를 접수할까요? 문의하실 내용을 적어 주세요.';
export const NONE_RECENT = '접수하신 문의를 찾지 못했습니다. 확인하실 문의 번호(STK로 시작)를 알려 주세요.';
export const RECENT_UNKNOWN =
  '최근 문의를 조회하는 중에 문제가 생겼습니다. 문의 번호(STK로 시작)를 알려 주시거나 잠시 후 다시 시도해 주세요.';

const STATUSES: Readonly<Record<TicketStatus, string>> = {
  received: '접수됨',
  in_progress: '처리 중',
  answered: '답변 완료',
  closed: '종료',
};
const SEVERITIES: Readonly<Record<TicketSeverity, string>> = {
  low: '낮음',
  normal: '보통',
  high: '높음',
  urgent: '긴급',
};

export function sayCreated(ticket: Ticket): string {
  return `문의를 접수했습니다. 접수 번호는 ${ticket.number}입니다. ${describe(ticket)}`;
}

export function sayReused(ticket: Ticket): string {
  return `같은 내용의 문의가 이미 접수되어 있습니다. 접수 번호는 ${ticket.number}입니다. ${describe(ticket)}`;
}

export function sayCooling(remainingSeconds: number, recentNumber: string | undefined): string {
  const recent =
    recentNumber === undefined ? '방금 문의를 접수하셨습니다.' : `방금 문의 ${recentNumber}을(를) 접수하셨습니다.`;
  return `${recent} 다른 문의는 ${remainingSeconds}초 뒤에 접수해 주세요.`;
}

export function sayStatus(ticket: Ticket): string {
  return `문의 ${ticket.number}의 상태는 '${STATUSES[ticket.status]}'입니다. ${describe(ticket)}`;
}

export function sayNotFound(number: string): string {
  return `문의 ${number}을(를) 찾을 수 없습니다. 번호를 다시 확인해 주세요.`;
}

function describe({ category, severity, expectedFirstResponseMinutes: minutes }: Ticket): string {
  const graded = severity === undefined ? '미지정' : SEVERITIES[severity];
  return `분류는 ${category ?? '미분류'}, 중요도는 ${graded}이며, 첫 답변은 접수 후 ${minutes}분 이내로 예상됩니다.`;
}
