import type { Workspace } from './workspaces.ts';

/** Circles among the workspaces' declared dependencies; those among files are the linter's to find. */
export function cycleViolations(workspaces: readonly Workspace[]): readonly string[] {
  const dependencies = new Map(
    workspaces.map(({ name, declared }) => [
      name,
      declared.filter(other => other.startsWith('@naru/')).map(other => other.slice('@naru/'.length)),
    ]),
  );
  const finished = new Set<string>();
  const found: string[] = [];

  function visit(name: string, path: readonly string[]): void {
    if (path.includes(name)) {
      found.push([...path.slice(path.indexOf(name)), name].join(' -> '));
      return;
    }
    if (finished.has(name)) return;
    for (const next of dependencies.get(name) ?? []) visit(next, [...path, name]);
    finished.add(name);
  }

  for (const { name } of workspaces) visit(name, []);
  return found;
}
