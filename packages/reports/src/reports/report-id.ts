const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

export function isReportId(id: string): boolean {
  return ID.test(id);
}

/** What an id looks like, for a message. */
export const REPORT_ID_FORM = '1 to 64 lower-case letters, digits and hyphens, such as sales-2026-10';
