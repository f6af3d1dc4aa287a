import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { createSystemIds, systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { createBrowser } from '../testing/browser.ts';
import { compose } from './compose.ts';
import { stopGracefully } from './stop-gracefully.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const JSON_TYPE = { 'content-type': 'application/json' };

/** What customers plant, each unmistakable. */
const PLANTED = [
  '010-7531-9642',
  '01075319642',
  '플랜티드김',
  'planted.person@mail.example',
  'sk-planted-0a1b2c3d4e5f6a7b8c9d',
  '900101-1753196',
  '4111-7531-9642-1111',
  '책방로 7531번길',
  'ORD-7531-9642',
];
/** Where a customer's words belong: conversations, the streams of their answers, and tickets. */
const TABLES_WITH_WORDS = /^(?:chat_|support_|ticket|report)/;

const QUESTIONS = [
  '제 이름은 플랜티드김이고 전화는 010-7531-9642입니다. 배송은 얼마나 걸리나요?',
  '반품하고 싶어요. planted.person@mail.example 로 연락 주세요. 주소는 책방로 7531번길',
  '비트코인 지갑 sk-planted-0a1b2c3d4e5f6a7b8c9d 어디에 두나요',
  '주문 ORD-7531-9642 환불 언제 되나요? 01075319642',
  '카드 4111-7531-9642-1111 결제가 안 돼요. 주민번호 900101-1753196',
  '플랜티드김 앞으로 문의 접수해줘. 책이 찢어져서 왔어요 010-7531-9642',
  '문의 접수해줘',
  '접수 상태 알려줘 플랜티드김',
  '안녕하세요 플랜티드김입니다',
];

it('keeps what customers plant out of logs, metrics, events and the ledger (P-3, D15, D16)', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-words-'));
  const logger = recordingLogger();
  try {
    const env = {
      NARU_DATA_DIR: dataDir,
      NARU_KNOWLEDGE_DIR: join(ROOT, 'knowledge'),
      NARU_OPERATOR_TOKEN: 'naru_op_for-this-test-only',
      NARU_REQUESTS_PER_MINUTE: '0',
      NARU_TURNS_PER_MINUTE: '100000',
      QS_CHAT_TICKET_CREATE_COOLDOWN_SEC: '0',
      LOG_LEVEL: 'debug',
    };
    const sources = { env, readFile: () => undefined };
    const loaded = loadConfig(sources);
    assert.ok(loaded.kind === 'ok');
    let metrics = '';
    {
      await using app = await compose(new LiveConfig(sources, loaded), {
        clock: systemClock,
        random: systemRandom,
        ids: createSystemIds(),
        logger,
      });
      const { publicListener, internalListener } = app.face;
      const url = await publicListener.http.listen({ host: '127.0.0.1', port: 0 });
      const internalUrl = await internalListener.http.listen({ host: '127.0.0.1', port: 0 });
      await playDay(url, internalUrl);
      const headers = { authorization: `Bearer ${env.NARU_OPERATOR_TOKEN}` };
      metrics = await (await fetch(`${internalUrl}/metrics`, { headers })).text();
      await stopGracefully({ face: app.face, chat: app.chat, clock: systemClock, logger, patienceMs: 2_000 });
    }
    assert.match(metrics, /chat_turns_total\{[^}]*\} [1-9]/, 'the day was played');
    assert.ok(logger.entries.length > 20, 'and written about');
    assertClean('the log', JSON.stringify(logger.entries));
    assertClean('the metrics', metrics);
    for (const file of filesBelow(dataDir)) {
      if (/naru\.db(?:-wal|-shm)?$/.test(file)) continue;
      assertClean(file, readFileSync(file, 'utf8'));
    }
    assert.ok(
      filesBelow(dataDir).some(file => file.endsWith('events.db')),
      'events were kept',
    );
    assertTablesClean(join(dataDir, 'naru.db'));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

/** Every way in by which words come: both forms of chat, bad requests, diagnosis, tickets, feedback, the gateway. */
async function playDay(url: string, internalUrl: string): Promise<void> {
  for (const customer of [undefined, 'minji']) {
    const browser = createBrowser(url);
    const post = async (path: string, body: unknown, headers: Record<string, string> = JSON_TYPE): Promise<string> => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return (await browser.fetch(url + path, { method: 'POST', headers, body: text })).text();
    };
    await browser.fetch(`${url}/v1/page`);
    if (customer) await post('/v1/sign-in', { demo_customer: customer });
    for (const [index, text] of QUESTIONS.entries()) {
      const session_id = `대화-플랜티드김-${index % 3}`;
      await post('/v1/chat', { message: text, session_id });
      const message = { id: `플랜티드김-${index}`, role: 'user', parts: [{ type: 'text', text }] };
      await post('/v1/chat/stream', { id: session_id, messages: [message] });
      await browser.fetch(`${url}/v1/chat/session/state?session_id=${encodeURIComponent(session_id)}`);
      await post('/v1/chat/session/reset', { session_id });
      await post('/api/v1/support/tickets', { message: text });
      await browser.fetch(`${url}/v1/chat/${encodeURIComponent(session_id)}`);
    }
    await post('/v1/chat', `{"message": "010-7531-9642`);
    await post('/v1/chat', { message: ['플랜티드김'], session_id: 7 });
    await post('/v1/sign-in', { demo_customer: '플랜티드김' });
    await post('/v1/chat', { message: '가', session_id: 'planted.person@mail.example\u0000' });
    await post(`/v1/chat/${encodeURIComponent('플랜티드김')}/stop`, {});
    await post('/v1/chat/completions', { model: '플랜티드김', messages: [{ role: 'user', content: '010-7531-9642' }] });
    await post('/v1/chat/completions', { model: 'auto', messages: [{ role: 'user', content: QUESTIONS[0] }] });
    await browser.fetch(`${url}/v1/nothing/${encodeURIComponent('플랜티드김')}?phone=010-7531-9642`);
    const authorization = 'Bearer sk-planted-0a1b2c3d4e5f6a7b8c9d';
    await post('/v1/chat', { message: '안녕' }, { ...JSON_TYPE, authorization });
    await fetch(`${internalUrl}/internal/audit`, { headers: { authorization } });
  }
}

function assertClean(place: string, text: string): void {
  for (const planted of PLANTED) {
    const at = text.indexOf(planted);
    assert.equal(at, -1, `${place} holds ${planted}: …${text.slice(Math.max(0, at - 80), at + 40)}…`);
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile());
}

function assertTablesClean(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const names = tables.map(({ name }) => String(name)).filter(name => !TABLES_WITH_WORDS.test(name));
    assert.ok(names.includes('ledger_attempt'));
    const turns = JSON.stringify(database.prepare('SELECT question FROM chat_turn').all());
    for (const planted of PLANTED) assert.ok(turns.includes(planted), `${planted} was asked`);
    for (const name of names) {
      assertClean(
        `table ${name}`,
        JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all(), (_key, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        ),
      );
    }
  } finally {
    database.close();
  }
}
