import { z } from 'zod';

export const LEDGER_GROUPS = ['provider', 'assistant', 'tenant', 'intent', 'day'] as const;

const count = z.int().min(0);
const sums = {
  attempts: count,
  failures: count.describe('attempts that did not end well'),
  input_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cost: z.number().min(0).describe('in units of `currency`'),
  unpriced: count.describe('attempts whose price is not known; they are not in `cost`'),
  estimated: count.describe('attempts whose tokens the provider did not report'),
};

export const ledgerLineSchema = z.object({
  key: z.string().nullable().describe('null: the attempts name none'),
  decisions: count.describe('calls that led to the attempts; one at the edge of a part of the time may count twice'),
  ...sums,
});

/** Answer of `GET /internal/ledger`. */
export const ledgerReportSchema = z.object({
  by: z.enum(LEDGER_GROUPS),
  since: z.string(),
  until: z.string(),
  currency: z.string(),
  lines: z.array(ledgerLineSchema).describe('dearest first, days in order'),
  /** Lines beyond `limit` included. */
  total: z.object(sums),
});

export type LedgerLine = z.infer<typeof ledgerLineSchema>;
export type LedgerReport = z.infer<typeof ledgerReportSchema>;
