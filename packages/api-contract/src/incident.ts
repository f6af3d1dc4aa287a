import { z } from 'zod';

/** Many errors with one cause, told as one thing (E-INC-1). Times are ISO 8601, UTC; texts are Korean. */
export const incidentSchema = z.object({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(['warning', 'critical']),
  state: z.enum(['open', 'acknowledged', 'resolved', 'reopened', 'flapping']),
  /** Who took it on; null where nobody has. */
  acknowledged_by: z.string().nullable(),
  provider: z.string().nullable(),
  route: z.string().nullable(),
  error_code: z.string().nullable(),
  opened_at: z.string(),
  last_seen_at: z.string(),
  resolved_at: z.string().nullable(),
  /** Units of work that failed since it opened. */
  affected: z.number(),
  /** Of the traffic of the same kind, when last looked at: 0 to 1. */
  share: z.number(),
  first_request_id: z.string().nullable(),
  last_request_ids: z.array(z.string()),
  /** The incident that explains this one; nobody is told of this one. */
  inhibited_by: z.string().nullable(),
  title: z.string(),
  summary: z.string(),
  runbook: z.string(),
});

/** Answer of `GET /internal/incidents`, the latest opened first. */
export const incidentListSchema = z.object({ incidents: z.array(incidentSchema) });

export type IncidentBody = z.infer<typeof incidentSchema>;
export type IncidentListBody = z.infer<typeof incidentListSchema>;
