import type { IncomingMessage } from 'node:http';
import type { Ids } from '@naru/kernel';

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;
/** Could be a telephone's, a card's or a person's number, or a key: nobody's id, and nothing for a log. */
const PRIVATE = /^(?:[\d_-]{8,23}|(?:sk|pk|rk)-.*|AKIA.*|ghp_.*|xox[abp]-.*|eyJ.*)$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-|$)/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

/** The caller's `x-request-id` where it is harmless to repeat in logs and headers, else a new one. */
export function requestIdOf(request: IncomingMessage, ids: Ids): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) && !PRIVATE.test(given) ? given : ids.newId();
}

/** The trace id of a valid W3C `traceparent`, else a new one. */
export function traceIdOf(header: string | undefined, ids: Ids): string {
  const match = header === undefined || header.startsWith('ff') ? null : TRACEPARENT.exec(header);
  const [, traceId = NO_TRACE, spanId = NO_SPAN] = match ?? [];
  return traceId === NO_TRACE || spanId === NO_SPAN ? ids.newId() : traceId;
}
