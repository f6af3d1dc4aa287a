import type { Locator, Page } from 'playwright-core';

/** The widget as its tests speak of it. */
export function widget(page: Page) {
  const composer = page.getByLabel('질문', { exact: true });
  const log = page.getByRole('log');
  return {
    composer,
    log,
    welcome: page.getByRole('heading', { name: '무엇을 도와드릴까요?' }),
    answers: log.locator('.prose-answer'),
    stop: page.getByRole('button', { name: '답변 멈추기' }),
    retry: page.getByRole('button', { name: '다시 시도', exact: true }),
    regenerate: page.getByRole('button', { name: '다시 답변 받기' }),
    status: page.getByRole('status'),
    alert: page.getByRole('alert'),
    async ask(text: string): Promise<void> {
      await composer.fill(text);
      await composer.press('Enter');
    },
    text: (words: string): Locator => log.getByText(words),
  };
}
