import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SAMPLING_DEFAULTS } from '../sampling/sampler.ts';
import { aPipelineWorld } from '../testing/a-pipeline.ts';
import { aDraft, aFailedDraft } from '../testing/an-event.ts';

const EVERYTHING = { sampling: { ...SAMPLING_DEFAULTS, rate: 1 } };

describe('the event pipeline', () => {
  it('brings events to the store within a moment, out of the way of whoever emits', async () => {
    const { clock, begin, storedRequests } = aPipelineWorld(EVERYTHING);
    const pipeline = begin();
    pipeline.start();
    pipeline.emit(aDraft());
    assert.deepEqual(await storedRequests(), []);
    await clock.advance(1_100);
    assert.deepEqual(await storedRequests(), ['request-1']);
    await pipeline.stop();
    assert.equal(clock.pending, 0);
  });

  it('never throws, whatever it is given, and tells of what it could not read', async () => {
    const { clock, begin, store } = aPipelineWorld(EVERYTHING);
    const pipeline = begin();
    pipeline.start();
    const hostile = Object.defineProperty({ ...aDraft() }, 'tenant', {
      enumerable: true,
      get() {
        throw new Error('a getter that throws');
      },
    });
    for (const draft of [undefined, null, 5, {}, hostile]) pipeline.emit(draft as never);
    await clock.advance(1_100);
    assert.equal(pipeline.standing().dropped.unencodable, 3);
    const told = await store.find({ order: 'oldest-first', limit: 10, errorCode: 'EVENT_UNENCODABLE' });
    assert.equal(told.length, 3);
    await pipeline.stop();
  });

  it('goes past a queue that is down, and back to it by itself after ten seconds and two good probes (E-FBK-1)', async () => {
    const { clock, logger, weather, begin, storedRequests } = aPipelineWorld(EVERYTHING);
    const pipeline = begin();
    pipeline.start();
    weather.queue = 'down';
    for (const requestId of ['a', 'b']) {
      pipeline.emit(aDraft({ requestId }));
      await clock.advance(100);
    }
    assert.equal(pipeline.standing().mode, 'direct');
    assert.deepEqual(await storedRequests(), ['a', 'b']);
    const line = 'MQ publish failed, falling back to direct logging';
    assert.equal(logger.entries.filter(({ message }) => message === line).length, 2);

    weather.queue = 'up';
    pipeline.emit(aDraft({ requestId: 'c' }));
    await clock.advance(9_000);
    assert.equal(pipeline.standing().mode, 'direct');
    for (const requestId of ['d', 'e', 'f']) {
      await clock.advance(1_000);
      pipeline.emit(aDraft({ requestId }));
      await clock.advance(1_100);
    }
    assert.equal(pipeline.standing().mode, 'queue');
    await pipeline.stop();
    assert.deepEqual((await storedRequests()).toSorted(), ['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('spills when queue and store are down, and replays by itself when the store is back', async () => {
    const { clock, weather, spill, begin, storedRequests } = aPipelineWorld(EVERYTHING);
    const pipeline = begin();
    pipeline.start();
    Object.assign(weather, { queue: 'down', store: 'down' });
    for (let index = 0; index < 20; index += 1) {
      pipeline.emit(aDraft({ requestId: `r${index}` }));
      await clock.advance(500);
    }
    assert.equal(pipeline.standing().mode, 'file');
    assert.ok(spill.bytes > 0);
    Object.assign(weather, { queue: 'up', store: 'up' });
    await clock.advance(40_000);
    assert.equal(spill.bytes, 0);
    assert.equal((await storedRequests()).length, 20);
    await pipeline.stop();
  });

  it('replays at its start what an earlier run had spilled', async () => {
    const { clock, weather, begin, storedRequests } = aPipelineWorld(EVERYTHING);
    const first = begin();
    first.start();
    Object.assign(weather, { queue: 'down', store: 'down' });
    first.emit(aDraft());
    await clock.advance(20_000);
    const stopping = first.stop();
    await clock.advance(12_000);
    await stopping;
    Object.assign(weather, { queue: 'up', store: 'up' });
    const second = begin();
    second.start();
    await clock.advance(100);
    assert.deepEqual(await storedRequests(), ['request-1']);
    await second.stop();
  });

  it('does not keep requests waiting, nor lose errors, while the store hangs (E-FBK-1)', async () => {
    const { clock, weather, begin, storedRequests } = aPipelineWorld();
    const pipeline = begin();
    pipeline.start();
    weather.store = 'hangs';
    for (let index = 0; index < 30; index += 1) {
      pipeline.emit(aFailedDraft({ requestId: `r${index}` }));
      await clock.advance(1_000);
    }
    weather.store = 'up';
    await clock.advance(60_000);
    assert.equal(new Set(await storedRequests()).size, 30);
    assert.equal(pipeline.standing().journal?.watermark, pipeline.standing().journal?.last);
    await pipeline.stop();
  });

  it('loses no error to a killed process, whatever had not left yet (E-FBK-2)', async () => {
    const { clock, begin, kill, storedRequests, journal } = aPipelineWorld();
    const killed = begin();
    killed.start();
    for (let index = 0; index < 10; index += 1) killed.emit(aFailedDraft({ requestId: `r${index}` }));
    kill();
    const next = begin();
    next.start();
    await clock.advance(100);
    assert.equal((await storedRequests()).length, 10);
    await next.stop();
    assert.equal((await journal.list()).filter(({ bytes }) => bytes > 0).length <= 1, true);
  });

  it('drains at its end, within ten seconds, and sets the rest aside (E-FBK-2)', async () => {
    const healthy = aPipelineWorld(EVERYTHING);
    const first = healthy.begin();
    first.start();
    for (let index = 0; index < 2_000; index += 1) first.emit(aDraft({ requestId: `r${index}` }));
    await first.stop();
    assert.equal((await healthy.storedRequests()).length, 2_000);

    const stuck = aPipelineWorld(EVERYTHING);
    const second = stuck.begin();
    second.start();
    stuck.weather.store = 'hangs';
    for (let index = 0; index < 250; index += 1) second.emit(aDraft({ requestId: `r${index}` }));
    await stuck.clock.advance(50);
    const startedAtMs = stuck.clock.monotonicMs();
    let tookMs = Infinity;
    void second.stop().then(() => (tookMs = stuck.clock.monotonicMs() - startedAtMs));
    await stuck.clock.advance(30_000);
    assert.ok(tookMs <= 10_000, `it took ${tookMs} ms`);
    const texts: string[] = [];
    for (let chunk = await stuck.spill.oldest(); chunk; chunk = await stuck.spill.oldest()) {
      texts.push(...chunk.texts);
      await stuck.spill.remove(chunk);
    }
    const requests = new Set(texts.map(text => (JSON.parse(text) as { requestId: string }).requestId));
    requests.delete('none');
    assert.equal(requests.size, 250);
  });

  it('counts what comes after the end', async () => {
    const { begin } = aPipelineWorld();
    const pipeline = begin();
    pipeline.start();
    await pipeline.stop();
    pipeline.emit(aFailedDraft());
    assert.equal(pipeline.standing().dropped.stopped, 1);
  });

  it('holds no more than its limits in memory, drops ordinary events first, and tells so in one event', async () => {
    const { clock, weather, spill, begin, store } = aPipelineWorld({
      ...EVERYTHING,
      ring: { events: 100, characters: 1_000_000 },
    });
    const pipeline = begin();
    pipeline.start();
    Object.assign(weather, { queue: 'down', store: 'down' });
    spill.break('ENOSPC');
    pipeline.emit(aFailedDraft({ requestId: 'error' }));
    for (let index = 0; index < 5_000; index += 1) {
      pipeline.emit(aDraft({ requestId: `r${index}` }));
      assert.ok(pipeline.standing().waiting.events <= 100);
    }
    assert.equal(pipeline.standing().dropped['vital-lost'], 0);
    assert.ok(pipeline.standing().dropped['ring-full'] >= 4_000);
    spill.break(undefined);
    Object.assign(weather, { queue: 'up', store: 'up' });
    await clock.advance(60_000);
    assert.equal((await store.find({ order: 'oldest-first', requestId: 'error', limit: 10 })).length, 1);
    const told = await store.find({ order: 'oldest-first', errorCode: 'EVENTS_DROPPED', limit: 10 });
    assert.equal(told.length, 1);
    assert.equal(told[0]?.fields?.['pipeline.dropped'], pipeline.standing().dropped['ring-full']);
    await pipeline.stop();
  });

  it('goes on when the journal cannot be written, and says so', async () => {
    const { clock, journal, begin, storedRequests } = aPipelineWorld();
    journal.break('ENOSPC');
    const pipeline = begin();
    pipeline.start();
    pipeline.emit(aFailedDraft());
    await clock.advance(1_100);
    assert.deepEqual(await storedRequests(), ['request-1']);
    assert.ok((pipeline.standing().journal?.failures ?? 0) >= 1);
    await pipeline.stop();
  });
});
