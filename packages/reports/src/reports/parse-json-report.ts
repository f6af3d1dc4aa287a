import { z } from 'zod';
import { jsonLines, lineOfSyntaxError, type JsonLines } from './json-lines.ts';
import type { Located, ReportDraft } from './report-draft.ts';
import type { ProblemList } from './report-problem.ts';

const text = z.string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be a text') });
const section = z.strictObject({ heading: text, body: text }, { error: describe });
const shape = z.strictObject(
  {
    id: text.optional(),
    title: text,
    headline: text.optional(),
    summary: text,
    created_at: text.optional(),
    sections: z.array(section, { error: ({ input }) => (input === undefined ? 'is missing' : 'must be a list') }),
  },
  { error: describe },
);

/** Reads a report in JSON, as `GET /v1/reports/{id}` gives it; only title, summary and sections must be there. */
export function parseJsonReport(json: string, problems: ProblemList): ReportDraft {
  const source = json.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    problems.add(lineOfSyntaxError(error, source), 'this is not JSON from here on');
    return { sections: [] };
  }
  const lines = jsonLines(source);
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const place = path.filter(step => typeof step !== 'symbol');
      problems.add(lines(place), `"${place.join('.') || 'the report'}" ${message}`);
    }
    return { sections: [] };
  }
  return toDraft(parsed.data, lines);
}

function toDraft({ id, title, headline, summary, created_at, sections }: z.infer<typeof shape>, lines: JsonLines) {
  const at = (text: string, ...path: readonly (string | number)[]): Located => ({
    text,
    line: lines(path),
    isInOneLine: true,
  });
  return {
    ...(id !== undefined && { id: at(id, 'id') }),
    title: at(title, 'title'),
    ...(headline !== undefined && { headline: at(headline, 'headline') }),
    summary: at(summary, 'summary'),
    ...(created_at !== undefined && { createdAt: at(created_at, 'created_at') }),
    sections: sections.map(({ heading, body }, index) => ({
      heading: at(heading, 'sections', index, 'heading'),
      body: at(body, 'sections', index, 'body'),
    })),
  };
}

function describe(issue: { readonly code: string | undefined; readonly keys?: unknown }): string {
  if (issue.code !== 'unrecognized_keys') return 'must be an object';
  const keys = Array.isArray(issue.keys) ? issue.keys.map(key => `"${String(key).slice(0, 40)}"`).join(', ') : '';
  return `has keys that a report does not have: ${keys}`;
}
