import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startSubject, type Subject } from './subject.ts';
import { until } from './until.ts';

const PAGE_FOLDER = resolve(import.meta.dirname, '../../../apps/web/dist');
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ANSWER = /결제 후 이틀 안에 보냅니다[^]*고맙습니다/;

describe('the page in Chromium against the real server (C-CONF-1, P-4)', () => {
  const path = PATHS.find(candidate => existsSync(candidate));
  const canRun = path !== undefined && existsSync(resolve(PAGE_FOLDER, 'index.html'));
  let browser: Browser | undefined;

  before(async () => {
    if (path !== undefined && canRun) browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
    else if (process.env['REQUIRE_SERVICES'] === '1') throw new Error('Chromium or the built page is missing');
    else console.log('skipped: Chromium or the built page not found (npm run services)');
  });
  after(() => browser?.close());

  /** A fresh page that asks, with everything that its policy refused. */
  async function visit(
    work: (page: Page, subject: Subject, faults: readonly string[]) => Promise<void>,
  ): Promise<void> {
    if (!browser) return;
    await using subject = await startSubject({ http: { pageFolder: PAGE_FOLDER } });
    const context = await browser.newContext();
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => message.type() === 'error' && faults.push(message.text()));
    await page.goto(subject.server.publicUrl);
    await work(page, subject, faults);
    await context.close();
  }

  async function ask(page: Page): Promise<void> {
    await page.locator('textarea').fill('배송은 얼마나 걸리나요?');
    await page.keyboard.press('Enter');
  }

  it('asks and reads over a WebSocket, under its own strict policy', () =>
    visit(async (page, { server }, faults) => {
      await ask(page);
      await until(async () => ANSWER.test((await page.textContent('main')) ?? ''));
      assert.equal(server.face.sockets.count, 1);
      assert.deepEqual(faults, []);
    }));

  it('goes on by itself when its connections are torn under the answer', () =>
    visit(async (page, { server, model }) => {
      const gate = model.nextGate();
      await ask(page);
      await until(async () => ((await page.textContent('main')) ?? '').includes('쉽니다'));
      server.face.sockets.terminateAll();
      gate.open();
      await until(async () => ANSWER.test((await page.textContent('main')) ?? ''));
      assert.equal(model.answers, 1);
      assert.equal(server.face.sockets.count, 1, 'over another WebSocket');
    }));

  it('asks by server-sent events where no WebSocket gets through', () =>
    visit(async (page, { server }) => {
      await page.routeWebSocket(/\/ws$/, route => route.close({ code: 1011 }));
      await ask(page);
      await until(async () => ANSWER.test((await page.textContent('main')) ?? ''));
      assert.equal(server.face.sockets.count, 0);
    }));
});
