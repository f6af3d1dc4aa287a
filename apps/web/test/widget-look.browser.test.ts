import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { browserSuite } from './browser-suite.ts';
import { seriousFindings, STILL } from './serious-findings.ts';
import { widget } from './widget-page.ts';

const PHONE = { viewport: { width: 360, height: 740 } };
const QUESTION = '배송은 보통 며칠 걸리나요?';

describe('the widget in Chromium: how it looks and sounds', () => {
  const visit = browserSuite();

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, options] of [
      ['phone', PHONE],
      ['desktop', {}],
    ] as const) {
      visit(
        `has no serious finding of axe, ${colorScheme}, on a ${size}`,
        { ...options, ...STILL, colorScheme },
        async ({ page, server }) => {
          const { ask, regenerate, welcome, alert } = widget(page);
          await welcome.waitFor();
          assert.deepEqual(await seriousFindings(page), []);
          await ask(QUESTION);
          await regenerate.waitFor();
          await page
            .getByRole('button', { name: /^근거 1 보기/ })
            .first()
            .click();
          server.next({
            status: 502,
            error: { code: 'INTERNAL', message: '다시 시도해 주세요.', retryable: true, traceId: 't' },
          });
          await ask('환불은요?');
          await alert.waitFor();
          assert.deepEqual(await seriousFindings(page), []);
        },
      );
    }
  }

  visit('fits a phone of 360 pixels without scrolling sideways', PHONE, async ({ page }) => {
    const { ask, regenerate } = widget(page);
    await ask(`${QUESTION} ${'가'.repeat(300)} https://${'a'.repeat(200)}`);
    await regenerate.waitFor();
    const widths = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.querySelector('[role=log]')?.scrollWidth,
    ]);
    assert.deepEqual(widths, [360, 360]);
    for (const button of await page.getByRole('button').all()) {
      const box = await button.boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= 360, `${await button.textContent()} stands outside`);
    }
  });

  visit(
    'follows the system into the dark, and remembers the choice made by hand',
    { colorScheme: 'dark' },
    async ({ page }) => {
      const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset['theme']);
      await widget(page).welcome.waitFor();
      assert.equal(await theme(), 'dark');
      await page.getByRole('button', { name: '밝은 화면으로 바꾸기' }).click();
      assert.equal(await theme(), 'light');
      await page.reload();
      await widget(page).welcome.waitFor();
      assert.equal(await theme(), 'light');
    },
  );

  visit('speaks English on demand, and remembers it', {}, async ({ page }) => {
    await page.getByRole('button', { name: 'Switch to English' }).click();
    await page.getByRole('heading', { name: 'How can we help?' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'How can we help?' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  });

  visit('can be used with the keyboard alone, and reads no stream aloud', {}, async ({ page }) => {
    const { composer, regenerate, log } = widget(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), '질문 입력으로 건너뛰기');
    await page.keyboard.press('Enter');
    await page.keyboard.type('first line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second line');
    assert.equal(await composer.inputValue(), 'first line\nsecond line');
    await page.keyboard.press('Enter');
    await regenerate.waitFor();
    assert.equal(await log.getAttribute('aria-live'), 'off');
    assert.equal(await composer.evaluate(box => document.activeElement === box), true);
  });

  visit('counts near the limit and sends nothing above it', {}, async ({ page, server }) => {
    const { composer } = widget(page);
    await composer.fill('가'.repeat(1_950));
    await page.getByText('50자 남음').waitFor();
    await composer.fill('가'.repeat(2_010));
    await page.getByText('10자를 줄여 주세요').waitFor();
    await composer.press('Enter');
    assert.equal(await page.getByRole('button', { name: '보내기' }).isDisabled(), true);
    assert.equal(server.asked.length, 0);
  });
});
