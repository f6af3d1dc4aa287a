import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { CDPSession } from 'playwright-core';
import { browserSuite } from './browser-suite.ts';
import { widget } from './widget-page.ts';

/** A press of Enter while the input method has the key. */
async function composingEnter(keyboard: CDPSession): Promise<void> {
  const key = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
}

async function enterUp(keyboard: CDPSession): Promise<void> {
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

async function enterDown(keyboard: CDPSession): Promise<void> {
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13, text: '\r' };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
}

function compose(keyboard: CDPSession, text: string): Promise<unknown> {
  return keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
}

describe('the widget in Chromium: input methods (web-ui 24)', () => {
  const visit = browserSuite();

  for (const echo of [true, false]) {
    visit(
      `sends Hangul once, with its last syllable, when Enter ends it ${echo ? 'and comes twice' : 'and comes once'}`,
      {},
      async ({ page, server }) => {
        const { composer, regenerate } = widget(page);
        const keyboard = await page.context().newCDPSession(page);
        await composer.click();
        await keyboard.send('Input.insertText', { text: '배송은 언제 오나' });
        await compose(keyboard, 'ㅇ');
        await compose(keyboard, '요');
        await composingEnter(keyboard);
        assert.equal(server.asked.length, 0);
        await keyboard.send('Input.insertText', { text: '요' });
        if (echo) await enterDown(keyboard);
        await enterUp(keyboard);
        await regenerate.waitFor();
        assert.deepEqual(
          server.asked.map(({ text }) => text),
          ['배송은 언제 오나요'],
        );
        assert.equal(await composer.inputValue(), '');
      },
    );
  }

  visit('chooses a Japanese candidate with Enter and sends nothing', {}, async ({ page, server }) => {
    const { composer, regenerate } = widget(page);
    const keyboard = await page.context().newCDPSession(page);
    await composer.click();
    await compose(keyboard, 'にほん');
    await compose(keyboard, '日本');
    await composingEnter(keyboard);
    await keyboard.send('Input.insertText', { text: '日本' });
    await enterUp(keyboard);
    assert.equal(await composer.inputValue(), '日本');
    assert.equal(server.asked.length, 0);
    await composer.press('Enter');
    await regenerate.waitFor();
    assert.deepEqual(
      server.asked.map(({ text }) => text),
      ['日本'],
    );
  });
});
