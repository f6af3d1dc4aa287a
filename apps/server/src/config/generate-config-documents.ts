import { allowedText } from './describe-issue.ts';
import { ENVIRONMENT_VARIABLES } from './environment-variables.ts';
import { fileJsonSchema, type JsonSchema } from './file-schema.ts';
import { markdownTable } from './markdown-table.ts';
import { prettyJson } from './pretty-json.ts';

const MADE_BY = 'Made by npm run generate from apps/server/src/config';

/** The documents of the configuration: path from the root, and text. */
export function configDocuments(): ReadonlyMap<string, string> {
  return new Map([
    ['.env.example', environmentExample()],
    ['docs/CONFIG.md', configPage()],
    ['contracts/naru-config.schema.json', prettyJson({ $id: 'naru-config.schema.json', ...fileJsonSchema })],
  ]);
}

interface SettingRow {
  readonly path: string;
  readonly schema: JsonSchema;
}

/** Every place of the file that holds a value, in order; `[]` stands for an entry, `<name>` for a name of one's own. */
function settingRows(schema: JsonSchema, path = ''): readonly SettingRow[] {
  const inside = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const own = schema.description && path !== '' ? [{ path, schema }] : [];
  if (schema.properties) {
    return [...own, ...Object.entries(schema.properties).flatMap(([key, below]) => settingRows(below, inside(key)))];
  }
  if (schema.items?.properties) return [...own, ...settingRows(schema.items, `${path}[]`)];
  if (typeof schema.additionalProperties === 'object' && schema.additionalProperties.properties) {
    return [...own, ...settingRows(schema.additionalProperties, inside('<name>'))];
  }
  return [{ path, schema }];
}

function variableOf(path: string): string {
  const variable = ENVIRONMENT_VARIABLES.find(known => known.kind === 'setting' && known.path.join('.') === path);
  return variable ? `\`${variable.name}\`` : '';
}

function schemaOf(path: string): JsonSchema {
  const row = settingRows(fileJsonSchema).find(known => known.path === path);
  if (!row) throw new Error(`A variable stands for ${path}, which is no setting of the file`);
  return row.schema;
}

function defaultText(schema: JsonSchema): string {
  const { default: fallback } = schema;
  if (fallback === undefined || (typeof fallback === 'object' && Object.keys(fallback as object).length === 0))
    return '';
  return String(fallback);
}

function environmentExample(): string {
  const blocks = ENVIRONMENT_VARIABLES.map(variable => {
    if (variable.kind === 'special') return `# ${variable.description}\n# ${variable.name}=`;
    const schema = schemaOf(variable.path.join('.'));
    return `# ${schema.description}\n# ${variable.name}=${defaultText(schema)}`;
  });
  return `# ${MADE_BY}. Nothing here needs to be set. A $ in a value means nothing.\n\n${blocks.join('\n\n')}\n`;
}

function configPage(): string {
  const variables = ENVIRONMENT_VARIABLES.map(variable =>
    variable.kind === 'special'
      ? [`\`${variable.name}\``, variable.isSecret ? 'secret' : '', variable.description]
      : [`\`${variable.name}\``, `\`${variable.path.join('.')}\``, schemaOf(variable.path.join('.')).description ?? ''],
  );
  const settings = settingRows(fileJsonSchema).map(({ path, schema }) => [
    `\`${path}\``,
    schema.description ?? '',
    allowedText(schema),
    defaultText(schema),
    variableOf(path),
  ]);
  return [
    '# Configuration',
    `${MADE_BY}; do not edit.`,
    'Defaults, then the file `naru.config.yaml` (or the one that `NARU_CONFIG` names), then the environment: each wins over the one before, key by key. Any of `QS_LLM_URL` and `QS_LLM_FALLBACK_URLS` replaces the whole list of providers. Secrets have no place in the file. A mistake names its place, what was found and what is allowed, all of them at once, and the server exits with 2; a reload with a mistake keeps what was there.',
    'For editors: `contracts/naru-config.schema.json` is the JSON Schema of the file.',
    '## Environment',
    markdownTable(['Variable', 'Place in the file', 'What it sets'], variables),
    '## File',
    markdownTable(['Setting', 'What it is', 'Allowed', 'Default', 'Variable'], settings),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
