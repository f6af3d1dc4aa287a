import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { createSystemIds, systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { createBrowser } from '../testing/browser.ts';
import { compose, type App } from './compose.ts';
import { stopGracefully } from './stop-gracefully.ts';

const LIVE = 60;
const ROOT = join(import.meta.dirname, '../../../..');

async function composeIn(dataDir: string) {
  const logger = recordingLogger();
  const env = {
    NARU_DATA_DIR: dataDir,
    NARU_KNOWLEDGE_DIR: join(ROOT, 'knowledge'),
    NARU_PORT: '0',
    NARU_REQUESTS_PER_MINUTE: '0',
  };
  const sources = { env, readFile: () => undefined };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok');
  const app = await compose(new LiveConfig(sources, loaded), {
    clock: systemClock,
    random: systemRandom,
    ids: createSystemIds(),
    logger,
  });
  const url = await app.face.publicListener.http.listen({ host: '127.0.0.1', port: 0 });
  const stop = (patienceMs: number) =>
    stopGracefully({ face: app.face, chat: app.chat, clock: systemClock, logger, patienceMs });
  return { app: app as App, url, stop };
}

/** Reads until words have come, and gives the id of the last event seen, as a page that is cut off there has it. */
async function readSome(response: Response): Promise<string> {
  let text = '';
  for await (const bytes of response.body!) {
    text += Buffer.from(bytes).toString();
    const whole = text.slice(0, text.lastIndexOf('\n\n'));
    if (whole.includes('"text-delta"')) return [...whole.matchAll(/^id: (\S+)$/gm)].at(-1)?.[1] ?? '';
  }
  return assert.fail('it ended before a word');
}

it(`lets each of ${LIVE} streams that a stop meets finish, or go on with the next process (C-SSE-2)`, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-streams-'));
  try {
    const first = await composeIn(dataDir);
    const readers = await Promise.all(
      Array.from({ length: LIVE }, async (_, index) => {
        const browser = createBrowser(first.url);
        const body = JSON.stringify({
          id: `chat-${index}`,
          messages: [{ id: `m-${index}`, role: 'user', parts: [{ type: 'text', text: '반품은 어떻게 하나요?' }] }],
        });
        const response = await browser.fetch(`${first.url}/v1/chat/stream`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        return { cookies: browser.cookies, index, lastEventId: await readSome(response) };
      }),
    );
    await first.stop(0);
    await first.app[Symbol.asyncDispose]();

    const second = await composeIn(dataDir);
    await using app = second.app;
    for (const { cookies, index, lastEventId } of readers) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const resumed = await fetch(`${second.url}/v1/chat/chat-${index}/stream`, {
        headers: { cookie, 'last-event-id': lastEventId },
      });
      assert.equal(resumed.status, 200, `stream ${index}`);
      const rest = await resumed.text();
      const terminals = rest.match(/"type":"(?:finish|abort|error)"/g) ?? [];
      assert.equal(terminals.length, 1, rest.slice(-300));
      assert.match(rest, /\[DONE\]\n\n$/);
      const seqs = [...rest.matchAll(/^id: \S+\.(\d+)$/gm)].map(([, seq]) => Number(seq));
      const seen = Number(lastEventId.split('.').at(-1));
      assert.ok(
        seqs.every(seq => seq > seen),
        'nothing that was seen comes again',
      );
    }
    await second.stop(0);
    assert.ok(app);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
