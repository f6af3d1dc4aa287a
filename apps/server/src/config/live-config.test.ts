import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LiveConfig } from './live-config.ts';
import { loadConfig } from './load-config.ts';

function setUp(file: string) {
  let text = file;
  const sources = { env: {}, readFile: () => text };
  const outcome = loadConfig(sources);
  assert.ok(outcome.kind === 'ok');
  const live = new LiveConfig(sources, outcome);
  return { live, write: (next: string) => (text = next) };
}

describe('LiveConfig', () => {
  it('takes a new configuration', () => {
    const { live, write } = setUp('routing: {cooldown_sec: 1}');
    write('routing: {cooldown_sec: 2}');
    const outcome = live.reload();
    assert.ok(outcome.kind === 'reloaded');
    assert.equal(live.current.routing.cooldownMs, 2_000);
    assert.deepEqual(outcome.needsRestart, []);
  });

  it('keeps the last good one when the new one is wrong, and says what is (R-CFG-2)', () => {
    const { live, write } = setUp('routing: {cooldown_sec: 1}');
    const before = live.current;
    write('routing: {cooldown_sec: never}');
    const outcome = live.reload();
    assert.ok(outcome.kind === 'kept');
    assert.deepEqual(
      outcome.mistakes.map(({ where }) => where),
      ['routing.cooldown_sec'],
    );
    assert.equal(live.current, before);

    write('routing: {cooldown_sec: 3}');
    assert.equal(live.reload().kind, 'reloaded', 'and takes the next one that is right');
    assert.equal(live.current.routing.cooldownMs, 3_000);
  });

  it('names what acts after a restart only', () => {
    const { live, write } = setUp('server: {port: 1}');
    write('server: {port: 2, data_dir: elsewhere, log_level: debug}\nlimits: {turns_per_minute: 5}');
    const outcome = live.reload();
    assert.ok(outcome.kind === 'reloaded');
    assert.deepEqual(outcome.needsRestart, ['server.port', 'server.data_dir']);
  });
});
