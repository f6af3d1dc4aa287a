import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openModel } from './testing/open-model.ts';
import { hear } from '@naru/language-model/testing';
import { sendJson } from './testing/scripted-server.ts';

// A machine without any: no file, no variables, nobody to ask over the network.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
process.env['AWS_CONFIG_FILE'] = '/nowhere/config';
process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nowhere/credentials';

it('a call without credentials to be found is auth, and nothing was sent', async () => {
  await using opened = await openModel(response => sendJson(response, 200, {}), { credentials: undefined });
  const { error } = await hear(opened.model);
  assert.deepEqual([error?.kind, error?.dispatched, opened.server.requests.length], ['auth', false, 0]);
});

it('a call without a region to be found is auth, and nothing was sent', async () => {
  await using opened = await openModel(response => sendJson(response, 200, {}), { region: undefined });
  const { error } = await hear(opened.model);
  assert.deepEqual([error?.kind, error?.dispatched, opened.server.requests.length], ['auth', false, 0]);
});

it('credentials of the environment are found at the call', async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIDENVIRONMENT';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
  await using opened = await openModel(response => sendJson(response, 500, {}), { credentials: undefined });
  await hear(opened.model);
  assert.match(opened.server.requests[0]?.headers.authorization ?? '', /Credential=AKIDENVIRONMENT\//);
});
