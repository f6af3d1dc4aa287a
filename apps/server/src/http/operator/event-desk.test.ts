import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { IncidentBody } from '@naru/api-contract';
import { MemoryEventStore, MemoryIncidentStore } from '@naru/events/memory';
import { anEncodedEvent, anIncident } from '@naru/events/testing';
import { systemClock } from '@naru/kernel';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { commandLine } from '../../testing/command-line.ts';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';

const signal = new AbortController().signal;

async function setUp() {
  const events = new MemoryEventStore();
  const incidents = new MemoryIncidentStore();
  const acknowledged: (readonly [string, string])[] = [];
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[say('네'), finish]]) },
    eventArchive: events,
    incidents,
    async acknowledgeIncident(id, by) {
      acknowledged.push([id, by]);
      const found = await incidents.find(id);
      return found && { ...found, state: { name: 'acknowledged', by, atMs: systemClock.now() } };
    },
  });
  const call = async (path: string, method = 'GET', token: string | null = OPERATOR_TOKEN) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(server.internalUrl + path, { method, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      type: response.headers.get('content-type'),
    };
  };
  return { server, events, incidents, acknowledged, call };
}

describe('events on the internal listener', () => {
  it('finds events by what they tell, page by page', async () => {
    const { server, events, call } = await setUp();
    await using _server = server;
    await events.write(
      [
        anEncodedEvent({ sequence: 1, route: '/a', provider: 'primary' }),
        anEncodedEvent({ sequence: 2, route: '/b', error: { code: 'NARU_X', class: 'server' } }),
        anEncodedEvent({ sequence: 3, route: '/b' }),
      ],
      signal,
    );
    const sequences = ({ body }: { body: { events: { sequence: number }[] } }) =>
      body.events.map(({ sequence }) => sequence);
    assert.deepEqual(sequences(await call('/internal/events?route=/b')), [3, 2]);
    assert.deepEqual(sequences(await call('/internal/events?has_error=true')), [2]);
    assert.deepEqual(sequences(await call('/internal/events?has_error=false&order=oldest-first')), [1, 3]);
    const first = await call('/internal/events?limit=2');
    const { eventId } = first.body.events.at(-1);
    assert.deepEqual(sequences(await call(`/internal/events?after=${eventId}`)), [1]);
    const { body } = await call('/internal/events/counts?by=route');
    assert.deepEqual(body.counts, [
      { value: '/b', events: 2, weighted: 2 },
      { value: '/a', events: 1, weighted: 1 },
    ]);
  });

  it('says what a query may be, and answers operators alone', async () => {
    const { server, call } = await setUp();
    await using _server = server;
    for (const query of ['kind=gossip', 'limit=0', 'since=yesterday', 'has_error=perhaps']) {
      assert.equal((await call(`/internal/events?${query}`)).status, 400, query);
    }
    for (const path of [
      '/internal/events',
      '/internal/events/counts?by=kind',
      '/internal/incidents',
      '/internal/daily-report',
    ]) {
      assert.equal((await call(path, 'GET', null)).status, 401, path);
    }
  });
});

describe('incidents on the internal listener and the command line (E-INC-1)', () => {
  it('are listed, shown and taken on under the name of the token', async () => {
    const { server, incidents, acknowledged, call } = await setUp();
    await using _server = server;
    const nowMs = systemClock.now();
    await incidents.save(anIncident({ openedAtMs: nowMs, lastSeenAtMs: nowMs, title: '제공자 장애' }));
    await incidents.save(
      anIncident({
        id: 'incident-2',
        fingerprint: 'v1:two',
        state: { name: 'resolved', atMs: nowMs },
        openedAtMs: nowMs - 1,
        lastSeenAtMs: nowMs,
      }),
    );
    const ids = ({ body }: { body: { incidents: IncidentBody[] } }) => body.incidents.map(({ id }) => id);
    assert.deepEqual(ids(await call('/internal/incidents')), ['incident-1', 'incident-2']);
    assert.deepEqual(ids(await call('/internal/incidents?live=true')), ['incident-1']);
    const { body: one } = await call('/internal/incidents/incident-2');
    assert.deepEqual([one.state, one.resolved_at], ['resolved', new Date(nowMs).toISOString()]);
    assert.equal((await call('/internal/incidents/nobody')).status, 404);

    const run = commandLine({ NARU_OPERATOR_TOKEN: OPERATOR_TOKEN });
    const listed = await run('incidents', '--url', server.internalUrl);
    assert.match(listed.out, /incident-1 +warning +open [^]*제공자 장애 \(primary\)/);
    const shown = await run('incidents', 'show', 'incident-1', '--url', server.internalUrl);
    assert.match(shown.out, /25 %가 실패했습니다\./);
    const taken = await run('incidents', 'ack', 'incident-1', '--url', server.internalUrl);
    assert.deepEqual([taken.code, acknowledged.length], [0, 1], taken.told);
    assert.match(taken.out, new RegExp(`is now ${acknowledged[0]?.[1]}'s`));
    assert.equal((await run('incidents', 'ack', 'nobody', '--url', server.internalUrl)).code, 1);
  });
});

describe('the daily report (E-INC-2)', () => {
  it('comes as Markdown and as a page, of the day asked for', async () => {
    const { server, events, call } = await setUp();
    await using _server = server;
    await events.write([anEncodedEvent({ atMs: Date.parse('2026-11-20T03:00:00Z'), route: '/v1/chat' })], signal);
    const markdown = await call('/internal/daily-report?day=2026-11-20');
    assert.match(markdown.type ?? '', /^text\/markdown/);
    assert.match(markdown.body, /2026-11-20[^]*\/v1\/chat/);
    const html = await call('/internal/daily-report?day=2026-11-20&format=html');
    assert.match(html.body, /^<!doctype html>/i);
    assert.doesNotMatch((await call('/internal/daily-report?day=2026-11-19')).body, /\/v1\/chat/);
    for (const day of ['2026-13-01', '20261120', "2026-11-20' OR 1"]) {
      assert.equal((await call(`/internal/daily-report?day=${encodeURIComponent(day)}`)).status, 400, day);
    }
  });

  it('is printed, or written to a file, by naru report', async t => {
    const { server } = await setUp();
    await using _server = server;
    const run = commandLine({ NARU_OPERATOR_TOKEN: OPERATOR_TOKEN });
    const printed = await run('report', '--day', '2026-11-20', '--url', server.internalUrl);
    assert.match(printed.out, /2026-11-20/);
    const file = join(tmpdir(), `naru-report-${process.pid}.html`);
    t.after(() => rmSync(file, { force: true }));
    await run('report', '--day', '2026-11-20', '--html', '--output', file, '--url', server.internalUrl);
    assert.match(readFileSync(file, 'utf8'), /^<!doctype html>/i);
    const wrong = await run('report', '--day', 'today', '--url', server.internalUrl);
    assert.deepEqual([wrong.code, /such as 2026-11-20/.test(wrong.told)], [1, true]);
  });
});
