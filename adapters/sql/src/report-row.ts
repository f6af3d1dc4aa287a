import { z } from 'zod';
import type { Report } from '@naru/reports';
import { fromColumnText, toColumnText } from './column-text.ts';
import { readStoredJson } from './stored-json.ts';
import type { ReportRow } from './tables.ts';

const storedContent = z.object({
  summary: z.string(),
  sections: z.array(z.object({ heading: z.string(), body: z.string() })),
});

export function toReportRow({ id, createdAtMs, title, headline, summary, sections }: Report): ReportRow {
  return {
    id: toColumnText(id),
    created_at_ms: createdAtMs,
    title: toColumnText(title),
    headline: toColumnText(headline),
    content: JSON.stringify({ summary, sections }),
  };
}

/** @throws {CorruptRowError} when the content is not one */
export function fromReportRow(row: ReportRow): Report {
  const place = { table: 'report', rowId: row.id, column: 'content' };
  const { summary, sections } = readStoredJson(storedContent, row.content, place);
  return {
    id: fromColumnText(row.id),
    title: fromColumnText(row.title),
    headline: fromColumnText(row.headline),
    summary,
    sections,
    createdAtMs: row.created_at_ms,
  };
}
