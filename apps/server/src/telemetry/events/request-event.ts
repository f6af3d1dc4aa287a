import type { EventDraft } from '@naru/events';
import type { AnsweredRequest } from '../../http/create-listener.ts';

export type ListenerName = 'public' | 'internal';

const OUR_FAULT = 500;
const NOT_OK = 400;

/** What is told of an answered HTTP request. A refusal is no error: who knocks in vain must not fill the store. */
export function requestEvent(answered: AnsweredRequest, listener: ListenerName, nowMs: number): EventDraft {
  const { requestId, traceId, method, route, status, isWhole, durationMs } = answered;
  return {
    kind: 'http-request',
    route,
    requestId,
    traceId,
    status,
    outcome: status >= OUR_FAULT ? 'failed' : isWhole ? (status >= NOT_OK ? 'refused' : 'ok') : 'cancelled',
    error: status >= OUR_FAULT ? { code: `HTTP_${status}`, class: 'http' } : undefined,
    startedAtMs: Math.round(nowMs - durationMs),
    durationMs,
    fields: { 'http.request.method': method, 'http.listener': listener },
  };
}
