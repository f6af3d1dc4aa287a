import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { startTestServer } from '../../testing/start-test-server.ts';

async function setUp() {
  const pageFolder = mkdtempSync(join(tmpdir(), 'naru-page-'));
  mkdirSync(join(pageFolder, 'assets'));
  writeFileSync(join(pageFolder, 'secret.txt'), 'not for the world');
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[say('네.'), finish]]) },
    http: { pageFolder },
  });
  return {
    server,
    pageFolder,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      rmSync(pageFolder, { recursive: true });
    },
  };
}

describe('the page', () => {
  it('says that it is being built while it is not there, and is there as soon as it is', async () => {
    await using world = await setUp();
    const before = await fetch(world.server.publicUrl);
    assert.equal(before.status, 503);
    assert.match(await before.text(), /화면을 준비하고 있습니다/);
    writeFileSync(join(world.pageFolder, 'index.html'), '<p>첫 화면');
    assert.match(await (await fetch(world.server.publicUrl)).text(), /첫 화면/);
    writeFileSync(join(world.pageFolder, 'index.html'), '<p>새 화면');
    utimesSync(join(world.pageFolder, 'index.html'), 1, 1);
    assert.match(await (await fetch(world.server.publicUrl)).text(), /새 화면/);
  });

  it('may run its own scripts only, in no frame, and is asked for anew each time (D25)', async () => {
    await using world = await setUp();
    writeFileSync(join(world.pageFolder, 'index.html'), '<p>');
    const { headers } = await fetch(world.server.publicUrl);
    const policy = headers.get('content-security-policy') ?? '';
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      assert.ok(policy.includes(directive), directive);
    }
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-cache');
  });

  it('keeps hashed files for ever, compressed for who takes that', async () => {
    await using world = await setUp();
    writeFileSync(join(world.pageFolder, 'assets/widget-abc123.js'), 'console.log(1);'.repeat(100));
    const response = await fetch(`${world.server.publicUrl}/assets/widget-abc123.js`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('content-encoding'), 'gzip');
    assert.equal((await response.text()).length, 1_500);
  });

  for (const path of [
    '/assets/..%2fsecret.txt',
    '/assets/%2e%2e%2fsecret.txt',
    '/assets/.hidden.js',
    '/secret.txt',
    '/assets/',
  ]) {
    it(`gives nothing at ${path}`, async () => {
      await using world = await setUp();
      const response = await fetch(world.server.publicUrl + path);
      assert.equal(response.status, 404);
      assert.doesNotMatch(await response.text(), /not for the world/);
    });
  }
});
