import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { DecisionPanel } from '@naru/api-contract';
import { browserSuite } from './browser-suite.ts';
import { answerScript, chunk, CUT, heldAnswer, HOLD, RESET, wholeAnswer } from './scripted-answer.ts';
import { widget } from './widget-page.ts';

const QUESTION = '배송은 보통 며칠 걸리나요?';
const LAST_WORDS = '송장 번호를 눌러 보시면 됩니다.';
const { begin, words, end } = answerScript();

describe('the widget in Chromium: asking', () => {
  const visit = browserSuite();

  visit(
    'answers a suggested question, with sources that open from chip and mark',
    {},
    async ({ page, server, faults, foreign }) => {
      const { log, answers, status, regenerate } = widget(page);
      await page.getByRole('button', { name: QUESTION }).click();
      await regenerate.waitFor();
      assert.match((await answers.textContent()) ?? '', /영업일 기준 2~3일/);
      await page.getByRole('button', { name: '근거 1 보기: 배송 기간 안내' }).first().click();
      await log.getByText('결제가 끝난 뒤 영업일 기준 2~3일 안에 도착합니다. 제주와').waitFor();
      await page.getByRole('button', { name: '근거 닫기' }).click();
      const mark = page.getByRole('button', { name: '근거 2 보기: 배송 조회하는 방법' });
      await mark.press('Enter');
      assert.deepEqual(
        await mark.evaluate(button => [document.activeElement === button, button.getAttribute('aria-expanded')]),
        [true, 'true'],
      );
      await mark.press('Enter');
      await page.getByRole('button', { name: '근거 2 배송 조회하는 방법' }).click();
      await log.getByText('택배사 화면으로 이어집니다').waitFor();
      assert.equal((await status.first().textContent())?.trim(), '답변이 완료되었습니다');
      assert.equal(server.asked.length, 1);
      assert.deepEqual([faults, foreign], [[], []]);
    },
  );

  visit(
    'says what it is doing before the first word, and takes no second question meanwhile',
    {},
    async ({ page, server }) => {
      const { ask, composer, text, status } = widget(page);
      server.next([...begin, HOLD, ...words, ...end]);
      await ask(QUESTION);
      await text('안내문에서 근거를 찾고 있습니다').waitFor();
      assert.equal((await status.first().textContent())?.trim(), '답변을 작성하고 있습니다');
      await composer.fill('하나 더');
      await composer.press('Enter');
      assert.equal(await composer.inputValue(), '하나 더');
      server.stream.release();
      await text(LAST_WORDS).waitFor();
      assert.equal(server.asked.length, 1);
    },
  );

  visit(
    'stops: the server hears of it, the words stay, and the end is marked (rule 9)',
    {},
    async ({ page, server }) => {
      const { ask, stop, text } = widget(page);
      server.next(heldAnswer());
      await ask(QUESTION);
      await text('일반 배송').waitFor();
      await stop.click();
      await text('여기서 멈췄습니다').waitFor();
      assert.ok(server.requests.some(request => /^POST \/v1\/chat\/web-[0-9a-f]+\/stop$/.test(request)));
      assert.equal(await text(LAST_WORDS).count(), 0);
      assert.equal(await page.getByRole('button', { name: '보내기' }).isVisible(), true);
    },
  );

  visit('stops with Escape', {}, async ({ page, server }) => {
    const { ask, text } = widget(page);
    server.next(heldAnswer());
    await ask(QUESTION);
    await text('일반 배송').waitFor();
    await page.keyboard.press('Escape');
    await text('여기서 멈췄습니다').waitFor();
  });

  visit('answers again in place of the old answer', {}, async ({ page, server }) => {
    const { ask, answers, regenerate, text } = widget(page);
    server.next(wholeAnswer(['첫 답변입니다.'], []), wholeAnswer(['둘째 답변입니다.'], []));
    await ask(QUESTION);
    await text('첫 답변입니다.').waitFor();
    await regenerate.click();
    await text('둘째 답변입니다.').waitFor();
    assert.equal(await answers.count(), 1);
    assert.deepEqual(
      server.asked.map(({ trigger }) => trigger),
      ['submit-message', 'regenerate-message'],
    );
  });

  visit('draws Markdown as it was meant, and leaves Korean ranges alone', {}, async ({ page, server }) => {
    const { ask, answers, regenerate } = widget(page);
    const table = '| 등급 | 적립 |\n|---|---|\n| 나루 | 3% |';
    server.next(
      wholeAnswer([`출고는 1~2일, 제주는 2~4일입니다. ~~옛 안내~~ **중요**\n\n1. 하나\n2. 둘\n\n${table}`], []),
    );
    await ask(QUESTION);
    await regenerate.waitFor();
    assert.match((await answers.textContent()) ?? '', /출고는 1~2일, 제주는 2~4일입니다/);
    assert.equal(await answers.locator('del').textContent(), '옛 안내');
    assert.equal(await answers.locator('strong').textContent(), '중요');
    assert.deepEqual([await answers.locator('ol > li').count(), await answers.locator('td').count()], [2, 2]);
  });

  visit('starts a new conversation, and keeps the draft of the old tab over a reload', {}, async ({ page }) => {
    const { ask, composer, welcome, regenerate } = widget(page);
    await ask(QUESTION);
    await regenerate.waitFor();
    await page.getByRole('button', { name: '새 대화' }).click();
    await welcome.waitFor();
    assert.equal(await composer.evaluate(box => document.activeElement === box), true);
    await composer.fill('쓰다 만 질문');
    await page.reload();
    await welcome.waitFor();
    assert.equal(await composer.inputValue(), '쓰다 만 질문');
  });
});

describe('the widget in Chromium: connections that break', () => {
  const visit = browserSuite();

  visit('goes on with an answer after a reload in its middle', {}, async ({ page, server }) => {
    const { ask, answers, text } = widget(page);
    server.next(heldAnswer());
    await ask(QUESTION);
    await text('일반 배송').waitFor();
    await page.reload();
    await text('일반 배송').waitFor();
    server.stream.release();
    await text(LAST_WORDS).waitFor();
    assert.equal(await answers.count(), 1);
    assert.equal(server.asked.length, 1);
  });

  visit('resumes by itself a stream that ended without a terminal chunk (rule 5)', {}, async ({ page, server }) => {
    const { ask, answers, alert, regenerate, text } = widget(page);
    server.next([...begin, ...words.slice(0, 3), CUT, HOLD, ...words.slice(3), ...end]);
    await ask(QUESTION);
    await text('일반 배송').waitFor();
    await server.requested(/^GET .*\/stream$/);
    server.stream.release();
    await regenerate.waitFor();
    assert.equal(await text(LAST_WORDS).count(), 1);
    assert.deepEqual([await answers.count(), await alert.count()], [1, 0]);
  });

  visit('resumes by itself after the connection was torn', {}, async ({ page, server }) => {
    const { ask, alert, regenerate, text } = widget(page);
    server.next([...begin, ...words.slice(0, 3), RESET, ...words.slice(3), ...end]);
    await ask(QUESTION);
    await regenerate.waitFor();
    assert.equal(await text(LAST_WORDS).count(), 1);
    assert.equal(await alert.count(), 0);
  });

  visit(
    'shows an error with its title and asks again with the same id on retry (C-GRD-4)',
    {},
    async ({ page, server }) => {
      const { ask, alert, retry, regenerate } = widget(page);
      const error = {
        code: 'PROVIDER_UNAVAILABLE',
        message: '지금은 답변을 만들 수 없습니다.',
        retryable: true,
        traceId: 'trace-77',
      };
      server.next({ status: 502, error });
      await ask(QUESTION);
      assert.match((await alert.textContent()) ?? '', /일시 오류.*지금은 답변을 만들 수 없습니다\./);
      assert.equal(await page.getByText('{"code"').count(), 0);
      await retry.click();
      await regenerate.waitFor();
      assert.equal(await alert.count(), 0);
      assert.equal(new Set(server.asked.map(({ messageId }) => messageId)).size, 1);
      assert.equal(server.asked.length, 2);
    },
  );

  visit('counts down before a retry that must wait', {}, async ({ page, server }) => {
    await page.clock.install();
    const { ask, retry } = widget(page);
    const error = {
      code: 'RATE_LIMITED',
      message: '잠시 후 다시 물어봐 주세요.',
      retryable: true,
      retryAfterMs: 5_000,
      traceId: 't',
    };
    server.next({ status: 429, error });
    await ask(QUESTION);
    const waiting = page.getByRole('button', { name: /초 뒤 다시 시도/ });
    await waiting.waitFor();
    assert.equal(await waiting.isDisabled(), true);
    await page.clock.runFor(5_100);
    await retry.waitFor();
    assert.equal(await retry.isDisabled(), false);
  });

  visit(
    'shows a guard under what was said, and nothing of a withdrawn answer (C-GRD-1, C-GRD-3)',
    {},
    async ({ page, server }) => {
      const { ask, text } = widget(page);
      const guard = (kind: string, message: string) =>
        chunk('data-guard', { id: 'g', data: { v: 1, kind, used: 1, limit: 1, message } });
      const last = chunk('finish', { finishReason: 'other' });
      server.next(
        [...begin, ...words.slice(0, 3), guard('cost', '비용 상한을 초과하여 답변을 중단했습니다.'), last],
        [...begin, ...words.slice(0, 3), guard('content', '응답 품질 검증에서 차단되었습니다.'), last],
      );
      await ask(QUESTION);
      await text('비용 상한을 초과하여 답변을 중단했습니다.').waitFor();
      await text('비용 상한 초과').first().waitFor();
      assert.equal(await text('일반 배송').count(), 1);
      await ask('한 번 더요');
      await text('응답 품질 검증에서 차단되었습니다.').waitFor();
      assert.equal(await text('일반 배송').count(), 1);
    },
  );

  visit('says that it is offline, and sends the question when the network is back', {}, async ({ page, server }) => {
    const { ask, regenerate, text } = widget(page);
    await page.context().setOffline(true);
    await page.getByRole('banner').getByText('오프라인').waitFor();
    await ask(QUESTION);
    await text('연결이 돌아오면 자동으로 이어 갑니다.').waitFor();
    await page.context().setOffline(false);
    await regenerate.waitFor();
    assert.equal(server.asked.length, 1);
  });
});

describe('the widget in Chromium: operators', () => {
  const visit = browserSuite();
  const decision: DecisionPanel = {
    messageId: 'answer-1',
    finish: 'complete',
    intent: 'SHIPPING',
    risk: 'high',
    provider: 'backup',
    model: 'toy-1',
    isFallback: false,
    usage: { inputTokens: 1_240, outputTokens: 182, cacheReadTokens: 0, estimated: false },
    costMicros: 1_450,
    currency: 'USD',
    calls: [
      {
        decisionId: 'd1',
        reasonCode: 'cooldown',
        chain: ['backup', 'primary'],
        stages: [
          { stage: 'policy', code: 'applied', chain: ['primary', 'backup'] },
          { stage: 'cooldown', code: 'applied', chain: ['backup', 'primary'], provider: 'primary' },
        ],
        candidates: [{ alias: 'cheap', kept: false, position: null, droppedBy: 'capability', why: 'no tools' }],
        attempts: [
          {
            provider: 'primary',
            outcome: 'server',
            status: 503,
            committed: false,
            firstTokenMs: null,
            durationMs: 120,
          },
          { provider: 'backup', outcome: 'ok', status: 200, committed: true, firstTokenMs: 640, durationMs: 1_980 },
        ],
      },
    ],
  };

  visit('sees how an answer came about', {}, async ({ page, server }) => {
    server.page = { ...server.page, isOperator: true };
    server.decision = decision;
    await page.reload();
    const { ask } = widget(page);
    await ask(QUESTION);
    await page.getByRole('button', { name: '어떻게 답했나요?' }).click();
    const panel = page.getByRole('dialog', { name: '어떻게 답했나요?' });
    await panel.getByText('쉬고 있는 제공자를 뒤로 미뤄 (cooldown)').waitFor();
    await panel.getByText('서버 오류 503').waitFor();
    await panel.getByRole('cell', { name: '적용' }).first().waitFor();
    await panel.getByText('backup → primary').waitFor();
    await panel.getByText('0.001450 USD').waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  visit('are told when the record is gone; customers see no such button', {}, async ({ page, server }) => {
    const { ask, regenerate } = widget(page);
    await ask(QUESTION);
    await regenerate.waitFor();
    assert.equal(await page.getByRole('button', { name: '어떻게 답했나요?' }).count(), 0);
    server.page = { ...server.page, isOperator: true };
    await page.reload();
    await page.getByRole('button', { name: '어떻게 답했나요?' }).click();
    await page.getByText('결정 기록이 남아 있지 않습니다').waitFor();
  });
});
