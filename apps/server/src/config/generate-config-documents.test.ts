import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ENVIRONMENT_VARIABLES } from './environment-variables.ts';
import { configDocuments } from './generate-config-documents.ts';

function documentAt(path: string): string {
  return configDocuments().get(path) ?? assert.fail(`no ${path}`);
}

describe('documents of the configuration', () => {
  it('list every variable in .env.example, commented out, with one line on each', () => {
    const lines = documentAt('.env.example').split('\n');
    for (const { name } of ENVIRONMENT_VARIABLES) {
      const index = lines.findIndex(line => line.startsWith(`# ${name}=`));
      assert.ok(index > 0, name);
      assert.match(lines[index - 1] ?? '', /^# [A-Z].{10,}/, name);
    }
    assert.ok(lines.every(line => line === '' || line.startsWith('#')));
  });

  it('hold a row for each variable and each setting of the file, each with what it is', () => {
    const page = documentAt('docs/CONFIG.md');
    for (const { name } of ENVIRONMENT_VARIABLES) assert.ok(page.includes(`| \`${name}\``), name);
    for (const setting of [
      'server.port',
      'providers[].alias',
      'routing.tenants.<name>.regions',
      'guards.cost.per_turn',
    ]) {
      assert.ok(page.includes(`| \`${setting}\``), setting);
    }
    const rows = page.split('\n').filter(line => line.startsWith('| `'));
    for (const row of rows) assert.match(row, /^\| `[^`]+` +\| [^|]+\|/);
  });

  it('hold a JSON Schema that takes a right file and refuses a wrong one', () => {
    const schema = JSON.parse(documentAt('contracts/naru-config.schema.json')) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    const right = { server: { port: 0 }, providers: [{ alias: 'a', protocol: 'toy' }], page: { demo_sign_in: 'no' } };
    assert.ok(validate(right), JSON.stringify(validate.errors));
    assert.ok(validate({}));
    assert.ok(!validate({ server: { port: -1 } }));
    assert.ok(!validate({ providers: [{ alias: 'A B' }] }));
    assert.ok(!validate({ nothing: 1 }));
  });

  it('are the same each time', () => {
    assert.deepEqual([...configDocuments()], [...configDocuments()]);
  });
});
