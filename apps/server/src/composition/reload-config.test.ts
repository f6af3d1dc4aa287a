import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLogger } from '@naru/kernel/testing';
import { Registry } from 'prom-client';
import { LiveConfig, loadConfig, type Config } from '../config/index.ts';
import { configReloader } from './reload-config.ts';

function setUp(apply: (config: Config) => void = () => {}) {
  let file = 'routing:\n  blocklist: []\n';
  const sources = { env: { NARU_CONFIG: '/naru.yaml' }, readFile: () => file };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok');
  const registry = new Registry();
  const logger = recordingLogger();
  const live = new LiveConfig(sources, loaded);
  return {
    reload: configReloader({ live, apply, registry, logger }),
    write: (text: string) => void (file = text),
    registry,
    logger,
  };
}

describe('reloading the configuration (R-CFG-2)', () => {
  it('puts the new one in force and counts it', async () => {
    const applied: Config[] = [];
    const { reload, write, registry } = setUp(config => void applied.push(config));
    write('routing:\n  blocklist: [primary]\n');
    assert.equal(reload().kind, 'reloaded');
    assert.deepEqual(applied[0]?.routing.blocklist, ['primary']);
    assert.match(await registry.metrics(), /naru_config_reload_total\{result="reloaded"\} 1/);
  });

  it('keeps the last good one when the new one is wrong: logged, counted, applied to nothing', async () => {
    const applied: Config[] = [];
    const { reload, write, registry, logger } = setUp(config => void applied.push(config));
    write('server:\n  port: eighty\n');
    const report = reload();
    assert.ok(report.kind === 'kept');
    assert.match(report.problem, /server\.port[^]*eighty/);
    assert.deepEqual(applied, []);
    assert.equal(logger.entries.at(-1)?.level, 'error');
    assert.match(await registry.metrics(), /naru_config_reload_total\{result="kept"\} 1/);
  });

  it('says so when the router finds the new one senseless', () => {
    const { reload } = setUp(() => {
      throw new RangeError('no such policy');
    });
    assert.deepEqual(reload(), { kind: 'kept', problem: 'no such policy' });
  });

  it('names what acts after a restart only', () => {
    const { reload, write } = setUp();
    write('server:\n  port: 9000\n');
    const report = reload();
    assert.ok(report.kind === 'reloaded');
    assert.deepEqual(report.needsRestart, ['server.port']);
  });
});
