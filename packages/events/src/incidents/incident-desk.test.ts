import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import { readEncoded } from '../event/encoded-event.ts';
import type { WideEvent } from '../event/wide-event.ts';
import { MemoryIncidentStore } from '../memory/memory-incident-store.ts';
import { MemoryNotifier } from '../memory/memory-notifier.ts';
import { AN_INSTANT_MS, anEncodedEvent } from '../testing/an-event.ts';
import { DEFAULT_INCIDENT_RULES } from './default-rules.ts';
import { IncidentDesk } from './incident-desk.ts';

const RULES = DEFAULT_INCIDENT_RULES.filter(({ name }) => name !== 'silence');

function setUp() {
  const clock = new FakeClock(AN_INSTANT_MS);
  const store = new MemoryIncidentStore();
  const notifier = new MemoryNotifier();
  const ids = sequentialIds();
  const logger = recordingLogger();
  let sequence = 0;
  const begin = (): IncidentDesk =>
    new IncidentDesk({ store, notifiers: [notifier], clock, ids, logger, settings: { rules: RULES } });
  const hear = (desk: IncidentDesk, overrides: Partial<WideEvent>, count: number): void =>
    desk.hear({
      stored: Array.from({ length: count }, () =>
        anEncodedEvent({ sequence: (sequence += 1), atMs: clock.now(), ...overrides }),
      ),
    });
  return { clock, store, notifier, logger, begin, hear };
}

const failed = { outcome: 'failed', error: { code: 'NARU_X', class: 'server' } } as const;
const exhausted = { ...failed, decision: { id: 'd', reason: 'default', exhausted: true } } as const;

describe('IncidentDesk', () => {
  it('keeps an incident and tells of it within 35 seconds (I2)', async () => {
    const { clock, store, notifier, begin, hear } = setUp();
    const desk = begin();
    desk.start();
    hear(desk, failed, 12);
    await clock.advance(35_000);
    const [incident] = await store.list({ limit: 10 });
    assert.deepEqual([incident?.rule, incident?.affected], ['errors', 12]);
    assert.equal(notifier.notices.length, 1);
    assert.match(notifier.notices[0]!.items[0]!.summary, /안내서/);
    await desk.stop();
    assert.equal(clock.pending, 0);
  });

  it('tells at once, with the runbook, when failover itself fails', async () => {
    const { clock, notifier, begin, hear } = setUp();
    const desk = begin();
    desk.start();
    hear(desk, exhausted, 1);
    await clock.advance(0);
    const [notice] = notifier.notices;
    assert.deepEqual([notice?.reason, notice?.severity], ['failover-failed', 'critical']);
    assert.match(notice!.items[0]!.runbook, /when-failover-fails/);
    await desk.stop();
  });

  it('tells again what the receiver did not take, once it is back', async () => {
    const { clock, notifier, begin, hear } = setUp();
    const desk = begin();
    desk.start();
    notifier.break('away');
    hear(desk, exhausted, 1);
    await clock.advance(10_000);
    assert.equal(notifier.notices.length, 0);
    notifier.break(undefined);
    await clock.advance(2_000);
    assert.equal(notifier.notices.length, 1);
    await desk.stop();
  });

  it('goes on with the incidents of an earlier run, under their ids', async () => {
    const { clock, store, begin, hear } = setUp();
    const first = begin();
    hear(first, failed, 10);
    await first.look();
    await first.stop();
    await clock.advance(60_000);
    const second = begin();
    await second.look();
    hear(second, failed, 10);
    await second.look();
    const incidents = await store.list({ limit: 10 });
    assert.deepEqual(
      incidents.map(({ affected, revision }) => [affected, revision]),
      [[20, 2]],
    );
  });

  it('makes good what the store missed while it was away, and tells people meanwhile', async () => {
    const { clock, store, notifier, begin, hear } = setUp();
    const desk = begin();
    await desk.look();
    const save = store.save.bind(store);
    store.save = async () => {
      throw new Error('away');
    };
    hear(desk, exhausted, 1);
    await desk.look();
    assert.equal(notifier.notices.length, 1);
    store.save = save;
    await clock.advance(1_000);
    hear(desk, exhausted, 1);
    await desk.look();
    const incident = (await store.list({ limit: 10 })).find(({ rule }) => rule === 'failover-exhausted');
    assert.deepEqual([incident?.affected, incident?.revision], [2, 1]);
    hear(desk, exhausted, 1);
    await desk.look();
    assert.equal((await store.find(incident!.id))?.revision, 2);
  });

  it('gives way where another process was first', async () => {
    const { store, begin, hear } = setUp();
    const [one, other] = [begin(), begin()];
    await one.look();
    await other.look();
    hear(one, failed, 10);
    hear(other, failed, 10);
    await one.look();
    await other.look();
    assert.equal((await store.list({ limit: 10 })).length, 1);
    assert.equal(other.incidents[0]?.id, one.incidents[0]?.id);
  });

  it('lets a person take on an incident, also one that another process keeps', async () => {
    const { store, begin, hear } = setUp();
    const [one, other] = [begin(), begin()];
    hear(one, failed, 10);
    await one.look();
    const { id } = one.incidents[0]!;
    assert.equal((await other.acknowledge(id, 'operator'))?.state.name, 'acknowledged');
    assert.equal((await store.find(id))?.state.name, 'acknowledged');
    assert.equal(await other.acknowledge(id, 'operator'), undefined);
    assert.equal(await other.acknowledge('unknown', 'operator'), undefined);
  });

  it('leaves alone what cannot be read', () => {
    const { begin } = setUp();
    const desk = begin();
    desk.hear({ stored: [{ ...anEncodedEvent(), text: 'no event' }] });
    assert.equal(readEncoded('no event'), undefined);
    assert.deepEqual(desk.incidents, []);
  });
});
