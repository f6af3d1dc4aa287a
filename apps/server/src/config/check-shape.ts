import { describeIssue, type DescribedIssue } from './describe-issue.ts';
import { fileSchema, type FileConfig } from './file-schema.ts';
import { isSettings } from './overlay.ts';

export interface CheckedShape {
  readonly issues: readonly DescribedIssue[];
  /** What is right, with defaults where something was wrong, so that the rest can be looked at too. */
  readonly rest: FileConfig | undefined;
}

/** Holds settings against the file's schema. */
export function checkShape(settings: Readonly<Record<string, unknown>>): CheckedShape {
  const parsed = fileSchema.safeParse(settings);
  if (parsed.success) return { issues: [], rest: parsed.data };
  const issues = parsed.error.issues.flatMap(issue => describeIssue(issue, settings));
  const remaining = structuredClone(settings);
  for (const { path } of issues) remove(remaining, path);
  const again = fileSchema.safeParse(remaining);
  return { issues, rest: again.success ? again.data : undefined };
}

/** Takes out what is at a path; of a list, the whole list, since a hole would move what follows. */
function remove(settings: Record<string, unknown>, path: readonly PropertyKey[]): void {
  let holder: unknown = settings;
  const keys = path.slice(0, path.findLastIndex(key => typeof key === 'string') + 1);
  for (const key of keys.slice(0, -1)) holder = readKey(holder, key);
  const last = keys.at(-1);
  if (isSettings(holder) && typeof last === 'string') delete holder[last];
}

function readKey(holder: unknown, key: PropertyKey): unknown {
  if (Array.isArray(holder) && typeof key === 'number') return holder[key];
  return isSettings(holder) && Object.hasOwn(holder, key) ? holder[String(key)] : undefined;
}
