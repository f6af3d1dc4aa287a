import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { browserSuite } from './browser-suite.ts';
import { answerScript, chunk, HOLD, wholeAnswer } from './scripted-answer.ts';
import { aReport, aTicket } from './scripted-desk.ts';
import { seriousFindings, STILL } from './serious-findings.ts';
import { widget } from './widget-page.ts';

const PHONE = { viewport: { width: 360, height: 740 } };
const QUESTION = '배송은 보통 며칠 걸리나요?';
const { begin, words, end } = answerScript();

describe('the widget in Chromium: tickets', () => {
  const visit = browserSuite();

  visit('asks a visitor to sign in, and then shows tickets with their states', STILL, async ({ page, server }) => {
    server.desk.tickets = [
      aTicket(),
      aTicket({
        ticket_no: 'STK202611190007',
        status: 'answered',
        category: '환불',
        severity: 'high',
        title: '환불이 늦어요',
      }),
    ];
    await page.getByRole('link', { name: '내 문의' }).click();
    await page.getByText('로그인하시면').waitFor();
    await page.getByRole('button', { name: '로그인', exact: true }).click();
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole('button', { name: /박준호/ }).click();
    const first = page.getByRole('listitem').filter({ hasText: 'STK202611200001' });
    await first.getByText('접수', { exact: true }).waitFor();
    await first.getByText('미분류 · 미지정 · 첫 답변까지 약 4시간').waitFor();
    const second = page.getByRole('listitem').filter({ hasText: 'STK202611190007' });
    await second.getByText('답변 완료').waitFor();
    await second.getByText('환불 · 높음').waitFor();
    assert.equal(server.desk.customer, 'junho');
    assert.deepEqual(await seriousFindings(page), []);
  });

  visit('opens a ticket, and says why it could not', {}, async ({ page, server }) => {
    server.desk.customer = 'minji';
    await page.goto(`${page.url()}#/tickets`);
    const box = page.getByLabel(/직접 문의를/);
    server.desk.refusal = {
      status: 429,
      body: { error: { code: 'RATE_LIMITED', message: '25초 뒤에 다시 접수해 주세요.' } },
    };
    await box.fill('포장이 뜯어져 왔어요');
    await page.getByRole('button', { name: '문의 접수' }).click();
    await page.getByRole('alert').getByText('25초 뒤에 다시 접수해 주세요.').waitFor();
    assert.equal(await box.inputValue(), '포장이 뜯어져 왔어요');
    await page.getByRole('button', { name: '문의 접수' }).click();
    await page
      .getByRole('status')
      .getByText(/^접수했습니다. 문의 번호 STK/)
      .waitFor();
    await page.getByRole('listitem').getByText('포장이 뜯어져 왔어요').waitFor();
    assert.equal(await box.inputValue(), '');
  });

  visit('are told of by an answer, with a way to them', {}, async ({ page, server }) => {
    const ticket = { id: 'k', data: { v: 1, state: 'created', number: 'STK202611200001' } };
    server.next([...begin, ...words, chunk('data-ticket', ticket), ...end]);
    await widget(page).ask('문의 접수해줘');
    await page.getByText('문의가 접수되었습니다').waitFor();
    await page.getByRole('link', { name: 'STK202611200001' }).click();
    await page.getByRole('heading', { name: '내 문의' }).waitFor();
    await page.goBack();
    await page.getByText('문의가 접수되었습니다').waitFor();
  });

  visit('are opened by a hand-off to a person (R-FO-9)', {}, async ({ page, server }) => {
    const handoff = {
      id: 'h',
      data: { v: 1, state: 'requested', ticketNumber: 'STK202611200002' },
    };
    server.next([...begin, ...words, chunk('data-handoff', handoff), ...end]);
    await widget(page).ask(QUESTION);
    await page.getByText('상담원에게 전달했습니다').waitFor();
    await page.getByRole('link', { name: 'STK202611200002' }).waitFor();
  });
});

describe('the widget in Chromium: reports', () => {
  const visit = browserSuite();

  visit(
    'shows a report with its chat beside it, each with its own conversation (P-1)',
    STILL,
    async ({ page, server }) => {
      server.desk.reports = [aReport(), aReport({ id: 'desk-2026-46', title: '상담 주간 리포트' })];
      await widget(page).ask(QUESTION);
      await widget(page).regenerate.waitFor();
      await page.getByRole('link', { name: '리포트', exact: true }).click();
      await page.getByRole('link', { name: /10월 판매 리포트/ }).click();
      const article = page.getByRole('article');
      await article.getByRole('heading', { name: '전자책' }).waitFor();
      await article.getByText('3.2 %').waitFor();
      await page.getByRole('button', { name: '핵심만 세 줄로 요약해 주세요' }).click();
      await widget(page).regenerate.waitFor();
      assert.ok(await article.isVisible());
      const [support, report] = server.asked;
      assert.deepEqual([support?.assistant, report?.assistant], [undefined, 'report']);
      assert.match(report?.id ?? '', /^report:sales-2026-10:web-/);
      assert.deepEqual(await seriousFindings(page), []);
      await page.reload();
      await widget(page).log.getByText('핵심만 세 줄로 요약해 주세요').waitFor();
    },
  );

  visit('shows one side at a time on a phone', { ...PHONE, ...STILL }, async ({ page, server }) => {
    server.desk.reports = [aReport()];
    await page.goto(`${page.url()}#/reports/sales-2026-10`);
    const article = page.getByRole('article');
    await article.getByRole('heading', { name: '종이책' }).waitFor();
    assert.equal(await widget(page).composer.isVisible(), false);
    await page.getByRole('button', { name: '질문하기' }).click();
    assert.equal(await article.isVisible(), false);
    await widget(page).ask('매출은요?');
    await widget(page).regenerate.waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    assert.deepEqual(await seriousFindings(page), []);
  });

  visit('says that a report is not there', {}, async ({ page }) => {
    await page.goto(`${page.url()}#/reports/nowhere`);
    await page.getByText('이 리포트를 찾을 수 없습니다.').waitFor();
  });
});

describe('the widget in Chromium: while an answer is written, and after it', () => {
  const visit = browserSuite();

  visit('shows that more is coming, and nothing of it once it is whole (P-4)', {}, async ({ page, server }) => {
    const { ask, text, regenerate } = widget(page);
    server.next([...begin, ...words.slice(0, 2), HOLD, ...words.slice(2), ...end]);
    await ask(QUESTION);
    await text('일반 배송').waitFor();
    await page.getByTestId('writing').waitFor();
    server.stream.release();
    await regenerate.waitFor();
    assert.equal(await page.getByTestId('writing').count(), 0);
  });

  visit('takes what the customer thinks of it, and a change of mind', {}, async ({ page, server }) => {
    const { ask, regenerate } = widget(page);
    server.next(wholeAnswer());
    await ask(QUESTION);
    await regenerate.waitFor();
    const up = page.getByRole('button', { name: '도움이 됐어요' });
    const resolved = page.getByRole('button', { name: '해결됐어요' });
    await up.click();
    await page.getByRole('status').getByText('의견을 남겨 주셔서 감사합니다').waitFor();
    assert.equal(await up.getAttribute('aria-pressed'), 'true');
    await resolved.click();
    await server.requested(/^POST \/v1\/chat\/web-[0-9a-f]+\/feedback$/);
    assert.deepEqual(
      [await up.getAttribute('aria-pressed'), await resolved.getAttribute('aria-pressed')],
      ['false', 'true'],
    );
  });
});
