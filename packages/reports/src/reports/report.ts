/** A text with figures that people ask questions about. Its parts are Markdown without HTML. */
export interface Report {
  /** Lower-case words, such as `sales-2026-10`; stable, and part of the conversation's name. */
  readonly id: string;
  readonly title: string;
  /** The one sentence that a reader must take away. */
  readonly headline: string;
  readonly summary: string;
  /** In reading order, never empty. */
  readonly sections: readonly ReportSection[];
  /** When it was written, in epoch milliseconds. */
  readonly createdAtMs: number;
}

export interface ReportSection {
  readonly heading: string;
  readonly body: string;
}

/** What a list of reports shows of one. */
export type ReportEntry = Pick<Report, 'id' | 'title' | 'headline' | 'createdAtMs'>;

/** Where a citation of the summary points to. */
export const SUMMARY_ANCHOR = 'summary';

/** Where a citation of a section points to: by its place, counted from 1. */
export function sectionAnchor(index: number): string {
  return `section-${index + 1}`;
}
