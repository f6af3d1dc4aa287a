import type { AuditRecord } from '@naru/router';

/** Where a page of the audit ended. */
export interface AuditPlace {
  readonly beforeMs: number;
  readonly beforeId: string;
}

const CURSOR = /^(\d{1,16}) (.{1,200})$/s;

/** A page's end as a text that clients hand back as it is. */
export function auditCursor({ atMs, id }: Pick<AuditRecord, 'atMs' | 'id'>): string {
  return Buffer.from(`${atMs} ${id}`).toString('base64url');
}

/** `undefined` for what is no cursor of ours. */
export function readAuditCursor(cursor: string): AuditPlace | undefined {
  const [, beforeMs, beforeId] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return beforeMs === undefined || beforeId === undefined ? undefined : { beforeMs: Number(beforeMs), beforeId };
}
