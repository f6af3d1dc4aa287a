import { after, before, it, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumPath, launchChromium } from './chromium.ts';
import { isPageBuilt, ScriptedChatServer } from './scripted-chat-server.ts';

/** A page of its own, with a server of its own, and everything it did that a customer would not see. */
export interface Visit {
  readonly page: Page;
  readonly server: ScriptedChatServer;
  readonly url: string;
  /** Requests that left for another host. */
  readonly foreign: readonly string[];
  readonly dialogs: readonly string[];
  /** Faults of scripts, and what the policy refused. */
  readonly faults: readonly string[];
}

export type Visitor = (visit: Visit, test: TestContext) => Promise<void>;

/** Says why the suite cannot run; with `REQUIRE_SERVICES=1` that is a failure. */
function missingBrowser(): string | undefined {
  if (chromiumPath() !== undefined) return undefined;
  return process.env['REQUIRE_SERVICES'] === '1' ? undefined : 'skipped: Chromium not found (npm run services)';
}

/** A test that a browser runs, each on a fresh page. */
export function browserSuite(): (title: string, options: BrowserContextOptions, visitor: Visitor) => void {
  const skip = missingBrowser();
  let browser: Browser | undefined;

  before(async () => {
    if (skip !== undefined) return console.log(skip);
    const path = chromiumPath();
    if (path === undefined)
      throw new Error('Chromium not found, and REQUIRE_SERVICES=1 asks for it (npm run services)');
    if (!isPageBuilt()) throw new Error('The page is not built: npm run build --workspace @naru/web');
    browser = await launchChromium(path);
  });
  after(() => browser?.close());

  return (title, options, visitor) => {
    it(title, { timeout: 30_000, ...(skip === undefined ? {} : { skip }) }, async test => {
      if (!browser) throw new Error('Chromium did not start.');
      const server = new ScriptedChatServer();
      const url = await server.start();
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
      context.setDefaultTimeout(8_000);
      const page = await context.newPage();
      const visit = { page, server, url, foreign: [] as string[], dialogs: [] as string[], faults: [] as string[] };
      context.on('request', request => !request.url().startsWith(url) && visit.foreign.push(request.url()));
      page.on('dialog', dialog => {
        visit.dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('pageerror', error => visit.faults.push(error.message));
      await page.exposeFunction('noteViolation', (directive: string) => visit.faults.push(directive));
      await page.addInitScript(() => {
        const { noteViolation } = window as unknown as { noteViolation: (directive: string) => void };
        document.addEventListener('securitypolicyviolation', event =>
          noteViolation(`${event.violatedDirective} ${event.blockedURI}`),
        );
      });
      const leave = async (): Promise<void> => {
        await context.close();
        await server.close();
      };
      // A test that ran out of time is still waiting for its page: closing it ends the wait.
      test.signal.addEventListener('abort', () => void leave());
      try {
        await page.goto(url);
        await page.getByRole('textbox').waitFor();
        await visitor(visit, test);
      } finally {
        await leave();
      }
    });
  };
}
