import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import type { ProviderSnapshot } from '@naru/api-contract';
import type { Paint } from '../paint.ts';
import { showProviders } from './show-providers.ts';
import { commandLine as commandLineOf } from '../../testing/command-line.ts';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';

const commandLine = (env: Readonly<Record<string, string>> = { NARU_OPERATOR_TOKEN: OPERATOR_TOKEN }) =>
  commandLineOf(env);

const serve = () =>
  startTestServer({
    models: {
      primary: scriptedModel('primary', [[say('네'), finish]]),
      second: scriptedModel('second', [[say('네'), finish]]),
    },
  });

describe('naru providers (R-OPS-1)', () => {
  it('forces, shows and clears again on the running server', async () => {
    await using server = await serve();
    const run = commandLine();
    const url = ['--url', server.internalUrl];
    const forced = await run('providers', 'force', 'second', '--reason', 'slow', '--ttl', '2h', ...url);
    assert.equal(forced.code, 0, forced.told);
    const [override] = server.router.overrides.list();
    assert.deepEqual(override?.act, { kind: 'force', provider: 'second' });
    assert.equal(override.expiresAtMs - override.createdAtMs, 7_200_000);
    assert.ok(forced.out.includes(`naru providers clear ${override.id}`));

    const listed = await run('providers', 'list', ...url);
    assert.match(listed.out, /second > primary \(forced\)/);
    assert.match(listed.out, /force second, \d+ s left, by environment: slow/);

    const cleared = await run('providers', 'clear', override.id, ...url);
    assert.match(cleared.out, /^Ended:/);
    assert.deepEqual(server.router.overrides.list(), []);
    assert.match((await run('providers', 'clear', override.id, ...url)).out, /Nothing of that holds/);
  });

  it('blocks, drains and tries out; clear ends those of a kind or a provider, or all', async () => {
    await using server = await serve();
    const run = commandLine();
    const rest = ['--reason', 'x', '--url', server.internalUrl];
    await run('providers', 'block', 'primary', ...rest);
    await run('providers', 'drain', 'second', ...rest);
    await run('providers', 'canary', 'second', '--share', '5%', ...rest);
    const acts = () => server.router.overrides.list().map(({ act }) => act);
    assert.deepEqual(acts(), [
      { kind: 'block', provider: 'primary' },
      { kind: 'drain', provider: 'second' },
      { kind: 'canary', provider: 'second', enabled: true, share: 0.05 },
    ]);
    await run('providers', 'clear', 'block', '--url', server.internalUrl);
    assert.equal(acts().length, 2);
    await run('providers', 'canary', '--off', ...rest);
    assert.deepEqual(acts().at(-1), { kind: 'canary', enabled: false });
    await run('providers', 'clear', 'second', '--url', server.internalUrl);
    assert.deepEqual(
      acts().map(({ kind }) => kind),
      ['canary'],
    );
    await run('providers', 'clear', '--url', server.internalUrl);
    assert.deepEqual(acts(), []);
  });

  it('steers by cost and by intent, and ends both', async () => {
    await using server = await serve();
    const run = commandLine();
    const rest = ['--reason', 'x', '--url', server.internalUrl];
    const on = await run('providers', 'steer', 'on', '--ttl', '2h', ...rest);
    assert.match(on.out, /cost_steering on, 7200 s left/);
    await run('providers', 'intent', 'refund', 'second', ...rest);
    const acts = () => server.router.overrides.list().map(({ act }) => act);
    assert.deepEqual(acts(), [
      { kind: 'cost_steering', enabled: true },
      { kind: 'intent', intent: 'REFUND', provider: 'second' },
    ]);
    const refund = await run('explain', '환불해 주세요', '--intent', 'REFUND', '--url', server.internalUrl);
    assert.match(refund.out, /Chain: second > primary \(intent\)/);
    await run('providers', 'steer', 'off', ...rest);
    assert.deepEqual(acts().at(-1), { kind: 'cost_steering', enabled: false });
    await run('providers', 'clear', 'cost_steering', '--url', server.internalUrl);
    await run('providers', 'clear', 'intent', '--url', server.internalUrl);
    assert.deepEqual(acts(), []);
    await assert.rejects(run('providers', 'steer', 'perhaps', ...rest), /Allowed choices are on, off/);
  });

  it('shows in colours, on a terminal that has them, whom nobody asks', async () => {
    const paint: Paint = (colour, text) => `<${colour}>${text}`;
    await using server = await serve();
    const { out } = await commandLine()('providers', 'list', '--json', '--url', server.internalUrl);
    const snapshot = JSON.parse(out) as ProviderSnapshot;
    const [primary, ...others] = snapshot.provider_stats;
    assert.ok(primary);
    const shown = showProviders({ ...snapshot, provider_stats: [{ ...primary, state: 'open' }, ...others] }, paint);
    assert.match(shown, /\n<red>primary[^\n]+\nsecond/);
    assert.match(shown, /<bold>PROVIDER/);
  });

  it('prints for machines what the server answered', async () => {
    await using server = await serve();
    const { out } = await commandLine()(
      'providers',
      'list',
      '--json',
      '--policy',
      'second',
      '--url',
      server.internalUrl,
    );
    assert.deepEqual((JSON.parse(out) as { final_chain: string[] }).final_chain, ['second']);
  });
});

describe('naru explain (R-OPS-3)', () => {
  it('shows what is found, each stage, and the chain', async () => {
    await using server = await serve();
    const { out, code } = await commandLine()('explain', '배송은?', '--mode', 'json', '--url', server.internalUrl);
    assert.equal(code, 0);
    assert.match(out, /Nothing is found[^]*blocklist +not_configured +primary > second[^]*Chain: primary > second/);
  });
});

describe('an operator command that fails', () => {
  it('says what the server said, and what to do about a missing token or role', async () => {
    await using server = await serve();
    const url = ['--url', server.internalUrl];
    const nobody = await commandLine()('providers', 'force', 'nobody', '--reason', 'x', ...url);
    assert.equal(nobody.code, 1);
    assert.match(nobody.told, /known: primary, second/);

    const stranger = await commandLine({})('providers', 'list', ...url);
    assert.match(stranger.told, /NARU_OPERATOR_TOKEN/);

    const token = server.operatorTokens.add('watcher', 'viewer', 0);
    const viewer = await commandLine({ NARU_OPERATOR_TOKEN: token })('providers', 'clear', ...url);
    assert.match(viewer.told, /role operator is needed[^]*naru token new/);
    assert.equal(viewer.told.includes(token), false);
  });

  it('says that no server answers, or that it is another one', async () => {
    const other = createServer((_request, response) => response.end('<html>'));
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const strange = await commandLine()('providers', 'list', '--url', url);
    assert.match(strange.told, /not Naru's internal listener/);
    await new Promise<unknown>(resolve => other.close(resolve));
    const gone = await commandLine()('providers', 'list', '--url', url);
    assert.equal(gone.code, 1);
    assert.match(gone.told, /No server answers at .*ECONNREFUSED.*naru start/);
  });

  it('needs an address where the port is a free one, and a configuration that can be read', async () => {
    const free = await commandLine({ NARU_INTERNAL_PORT: '0' })('providers', 'list');
    assert.deepEqual([free.code, /--url/.test(free.told)], [2, true]);
    const wrong = await commandLine({ NARU_PORT: 'x' })('explain', 'x');
    assert.deepEqual([wrong.code, /naru config/.test(wrong.told)], [2, true]);
    const noUrl = await commandLine()('providers', 'list', '--url', 'there');
    assert.match(noUrl.told, /--url must be/);
  });
});
