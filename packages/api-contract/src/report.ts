import { z } from 'zod';

const reportIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** One line of `GET /v1/reports?limit=`, newest first. */
export const reportSummarySchema = z.object({
  id: reportIdSchema,
  title: z.string(),
  headline: z.string(),
  created_at: z.string(),
});

export const reportListSchema = z.object({ reports: z.array(reportSummarySchema) });

/** Answer of `GET /v1/reports/{id}`. Texts are Markdown without HTML. */
export const reportSchema = reportSummarySchema.extend({
  summary: z.string(),
  sections: z.array(z.object({ heading: z.string(), body: z.string() })),
});

export type ReportListBody = z.infer<typeof reportListSchema>;
export type ReportBody = z.infer<typeof reportSchema>;
