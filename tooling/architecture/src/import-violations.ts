import { dirname, normalize } from 'node:path/posix';
import { ALLOWED_IMPORTS } from './allowed-imports.ts';
import type { Source, Workspace } from './workspaces.ts';

const IMPORT =
  /^[ \t]*(?:import|export)\b[^'";]*?from\s+['"]([^'"]+)['"]|^[ \t]*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Every import of a workspace that the table or the workspace's own manifest does not allow. */
export function importViolations(workspace: Workspace): readonly string[] {
  return workspace.sources.flatMap(source =>
    importsOf(source)
      .map(specifier => complaint(workspace, source, specifier))
      .filter(text => text !== undefined)
      .map(text => `${source.path}: ${text}`),
  );
}

export function importsOf({ text }: Source): readonly string[] {
  return [...text.matchAll(IMPORT)].map(match => match[1] ?? match[2] ?? match[3] ?? '');
}

function complaint(workspace: Workspace, source: Source, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return complaintOfRelative(workspace, source, specifier);
  if (specifier.startsWith('@naru/')) return complaintOfNaru(workspace, source, specifier);
  return complaintOfVendor(workspace, source, specifier);
}

function complaintOfRelative({ folder }: Workspace, { path }: Source, specifier: string): string | undefined {
  const target = normalize(`${dirname(path)}/${specifier}`);
  return target.startsWith(`${folder}/`) ? undefined : `reaches outside its workspace with ${specifier}`;
}

function complaintOfNaru(
  { name, folder, declared }: Workspace,
  { path }: Source,
  specifier: string,
): string | undefined {
  const [, wanted = '', face] = specifier.split('/');
  if (wanted === name) return `imports its own package by name: ${specifier}`;
  if (!declared.includes(`@naru/${wanted}`)) return `imports ${specifier} without declaring it`;
  // Tooling is never shipped and may look at anything, unless the table says otherwise.
  const rule = ALLOWED_IMPORTS.get(name);
  if (!rule) return folder.startsWith('tooling/') ? undefined : `stands in no row of the import table`;
  if (TEST_WORLDS.has(wanted) && isTest(path)) return undefined;
  if (face === 'testing' && !isTest(path)) return `uses ${specifier} in shipped code`;
  const isOpen = rule.naru.includes(wanted) || (face !== undefined && rule.naru.includes(`${wanted}/${face}`));
  // A face for tests shows nothing that the package itself does not; whoever may see part of it may test with it.
  const isTestFace = face === 'testing' && rule.naru.some(open => open.split('/')[0] === wanted);
  return isOpen || isTestFace ? undefined : `may not import ${specifier}`;
}

function complaintOfVendor({ name, declared }: Workspace, { path }: Source, specifier: string): string | undefined {
  const module = vendorOf(specifier);
  const isNode = module.startsWith('node:');
  if (!isNode && !declared.includes(module) && !declared.includes(`@types/${module}`)) {
    return ROOT_TOOLS.has(module) && isTest(path) ? undefined : `imports ${specifier} without declaring it`;
  }
  const allowed = ALLOWED_IMPORTS.get(name)?.vendors ?? 'any';
  if (allowed === 'any' || isTest(path) || allowed.includes(isNode ? specifier : module)) return undefined;
  return `may not import ${specifier}`;
}

/** Whose providers and servers tests may call, also tests of what is shipped. */
const TEST_WORLDS: ReadonlySet<string> = new Set(['simulator', 'services']);

/** Declared once, in the root's manifest, for every test. */
const ROOT_TOOLS: ReadonlySet<string> = new Set(['fast-check']);

function vendorOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function isTest(path: string): boolean {
  return /\.(test|contract)\.tsx?$|\/(testing|test)\//.test(path);
}
