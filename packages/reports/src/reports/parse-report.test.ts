import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aJsonReport, aMarkdownReport } from '../testing/a-report-file.ts';
import { parseReport } from './parse-report.ts';
import { parseReports } from './parse-reports.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import type { ReportFile } from './report-problem.ts';
import type { Report } from './report.ts';

const NOW_MS = 1_795_000_000_000;
/** 3 November 2026, midnight in Seoul. */
const NOVEMBER_3_MS = Date.UTC(2026, 10, 2, 15);

function report(file: ReportFile): Report {
  const parsed = parseReport(file, NOW_MS);
  assert.ok(parsed.kind === 'report', JSON.stringify(parsed));
  return parsed.report;
}

/** As `line: message`. */
function problems(file: ReportFile): readonly string[] {
  const parsed = parseReport(file, NOW_MS);
  assert.ok(parsed.kind === 'problems', 'it was taken');
  for (const { path } of parsed.problems) assert.equal(path, file.path);
  return parsed.problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('a report in Markdown (P-1)', () => {
  it('is front matter, a summary, and a section for each second-level heading', () => {
    assert.deepEqual(report(aMarkdownReport()), {
      id: 'sales-2026-10',
      title: '10월 매출 보고서',
      headline: '8% 늘었습니다.',
      summary: '전자책이 이끌었습니다.',
      sections: [
        { heading: '전자책', body: '21% 늘었습니다.' },
        { heading: '중고책', body: '12% 줄었습니다.' },
      ],
      createdAtMs: NOVEMBER_3_MS,
    });
  });

  it('needs no front matter: the title stands at the top, the file names it, the import dates it', () => {
    const body = '# 10월 매출\n\n매출이 늘었습니다. 전자책 덕분입니다.\n\n## 전자책\n\n늘었습니다.';
    const { id, title, headline, createdAtMs } = report({
      ...aMarkdownReport({ front: [], body }),
      path: 'a/Oct-1.MD',
    });
    assert.deepEqual([id, title, headline, createdAtMs], ['oct-1', '10월 매출', '매출이 늘었습니다.', NOW_MS]);
  });

  it('keeps tables, deeper headings and what stands in code as they are', () => {
    const section = '| 달 | 권 |\n|---|---|\n| 10월 | 3 |\n\n### 더\n\n```\n## 이건 제목이 아닙니다\n```';
    const { sections } = report(aMarkdownReport({ body: `요약\n\n## 표\n\n${section}` }));
    assert.deepEqual(sections, [{ heading: '표', body: section }]);
  });

  it('reads line ends of every kind, a byte order mark and decomposed Hangul alike', () => {
    const plain = aMarkdownReport();
    for (const text of [
      plain.text.replaceAll('\n', '\r\n'),
      plain.text.replaceAll('\n', '\r'),
      `\uFEFF${plain.text}`,
      plain.text.normalize('NFD'),
    ]) {
      assert.deepEqual(report({ ...plain, text }), report(plain));
    }
  });

  const wrong: readonly (readonly [string, ReportFile, readonly string[]])[] = [
    [
      'front matter that is not closed',
      { path: 'a.md', text: '---\nid: a\n' },
      ['1: the front matter is not closed by a second "---"'],
    ],
    [
      'a key that nobody knows, and one that is given twice',
      aMarkdownReport({ front: ['id: a', 'author: kim', 'id: b'] }),
      [
        '3: expected "key: value" with one of id, title, headline, created_at, found "author: kim"',
        '4: "id" is given twice',
      ],
    ],
    [
      'an id, a day and HTML that are none',
      aMarkdownReport({
        front: ['id: Ä', 'title: 제목', 'created_at: 2026-02-31'],
        body: '요약\n\n## 절\n\n글\n<script src=x>',
      }),
      [
        '2: "id" is 1 to 64 lower-case letters, digits and hyphens, such as sales-2026-10, found "Ä"',
        '12: a report is Markdown without HTML, found "<script src=x>"',
        '4: "created_at" is a day or an instant such as 2026-11-20, found "2026-02-31"',
      ],
    ],
    [
      'characters that cannot be seen',
      aMarkdownReport({ body: '요약\n\n## 절\n\n글\n\0둘째 글' }),
      ['13: the body of a section holds what is no text, found U+0000'],
    ],
    [
      'half of a character in JSON',
      aJsonReport({ summary: '요약 \ud83d' }),
      ['5: the summary holds what is no text, found U+D83D'],
    ],
    [
      'a missing title, summary and section',
      { path: 'a.md', text: '' },
      [
        '1: "title" is missing',
        '1: "summary" is missing',
        '1: "headline" is missing',
        '1: a report has 1 to 40 sections, found 0',
      ],
    ],
    [
      'an empty section',
      aMarkdownReport({ body: '요약\n\n## 빈 절\n\n## 다음\n\n글' }),
      ['10: the body of a section has 1 to 20000 characters, found 0'],
    ],
    [
      'a second title',
      aMarkdownReport({ body: '요약\n\n## 절\n\n글\n\n# 또 제목' }),
      ['14: one "# title" stands at the top; sections begin with "## "'],
    ],
    [
      'a file name that is no id',
      { ...aMarkdownReport({ front: ['title: 제목'] }), path: '보고서.md' },
      [
        '1: "id" is 1 to 64 lower-case letters, digits and hyphens, such as sales-2026-10, and the file\'s name gives "보고서"; add "id"',
      ],
    ],
    [
      'a file that is too long',
      { path: 'a.md', text: 'x'.repeat(REPORT_LIMITS.characters + 1) },
      ['1: a report has up to 200000 characters, found 200001'],
    ],
  ];
  for (const [name, file, expected] of wrong) {
    it(`is refused with its lines for ${name}`, () => assert.deepEqual(problems(file), expected));
  }
});

describe('a report in JSON (P-1)', () => {
  it('says the same as in Markdown, under the names of the wire', () => {
    const { sections, ...others } = report(aMarkdownReport());
    assert.deepEqual(report(aJsonReport()), { ...others, sections: sections.slice(0, 1) });
  });

  it('takes an instant with its offset', () => {
    const { createdAtMs } = report(aJsonReport({ created_at: '2026-11-03T00:00:00+09:00' }));
    assert.equal(createdAtMs, NOVEMBER_3_MS);
  });

  const wrong: readonly (readonly [string, ReportFile, readonly string[]])[] = [
    [
      'text that is no JSON, at its line',
      { path: 'a.json', text: '{\n  "title": "가",\n  oops\n}' },
      ['3: this is not JSON from here on'],
    ],
    ['text that ends too early', { path: 'a.json', text: '{\n  "title":' }, ['2: this is not JSON from here on']],
    ['no object', { path: 'a.json', text: '[]' }, ['1: "the report" must be an object']],
    [
      'a wrong type and a missing field',
      aJsonReport({ title: 5, sections: [{ heading: '전자책' }] }),
      ['3: "title" must be a text', '8: "sections.0.body" is missing'],
    ],
    [
      'a key that nobody knows',
      aJsonReport({ author: 'kim' }),
      ['1: "the report" has keys that a report does not have: "author"'],
    ],
    [
      'a section whose body is too long, at its own line',
      aJsonReport({ sections: [{ heading: '하나', body: 'x'.repeat(REPORT_LIMITS.bodyCharacters + 1) }] }),
      ['10: the body of a section has 1 to 20000 characters, found 20001'],
    ],
  ];
  for (const [name, file, expected] of wrong) {
    it(`is refused for ${name}`, () => assert.deepEqual(problems(file), expected));
  }
});

describe('an import', () => {
  it('brings all reports, or every problem of every file', () => {
    const good = aMarkdownReport();
    const parsed = parseReports([good, { path: 'b.json', text: '{' }, { path: 'c.md', text: '---' }], NOW_MS);
    assert.ok(parsed.kind === 'problems');
    assert.deepEqual(
      parsed.problems.map(({ path, line }) => `${path}:${line}`),
      ['b.json:1', 'c.md:1'],
    );
    assert.equal(parseReports([good], NOW_MS).kind, 'reports');
  });

  it('takes no two reports of one id, nor more than its limit', () => {
    const twice = parseReports([aMarkdownReport(), aJsonReport()], NOW_MS);
    assert.ok(twice.kind === 'problems');
    assert.equal(twice.problems[0]?.message, 'the id "sales-2026-10" belongs to reports/sales.md too');
    const many = parseReports(
      Array.from({ length: 501 }, () => aMarkdownReport()),
      NOW_MS,
    );
    assert.ok(many.kind === 'problems' && /up to 500 reports, found 501/.test(many.problems[0]?.message ?? ''));
  });
});

const sentence = fc.stringMatching(/^[가-힣a-z0-9][가-힣a-z0-9 .,%"'\\|-]{0,40}[가-힣a-z0-9]$/);
const section = fc.tuple(sentence, sentence).map(([heading, body]) => ({ heading, body }));
const content = fc.record({
  title: sentence,
  headline: sentence,
  summary: sentence,
  sections: fc.array(section, { minLength: 1, maxLength: 4 }),
});

describe('whatever a file holds', () => {
  it('is a report or a list of problems with lines that the file has, never a throw', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '---',
        '\n',
        '## ',
        '# ',
        'id: a',
        'title: ',
        '```',
        '{',
        '}',
        '[',
        '"',
        ',',
        ':',
        '<b>',
        '__proto__',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('a.md', 'a.json'), (pieces, path) => {
        const text = pieces.join('');
        const parsed = parseReport({ path, text }, NOW_MS);
        if (parsed.kind === 'report') return;
        const lines = text.split(/\r\n|\n|\r/).length;
        assert.ok(parsed.problems.length > 0);
        for (const { line } of parsed.problems) assert.ok(line >= 1 && line <= lines, `${line} of ${lines}`);
      }),
      { numRuns: 500 },
    );
  });

  it('comes back as it was written, in either form', () => {
    fc.assert(
      fc.property(content, ({ title, headline, summary, sections }) => {
        const expected = { id: 'a', title, headline, summary, sections, createdAtMs: NOW_MS };
        const json = { path: 'a.json', text: JSON.stringify({ title, headline, summary, sections }) };
        assert.deepEqual(report(json), expected);
        const body = sections.map(({ heading, body: text }) => `## ${heading}\n\n${text}`).join('\n\n');
        const markdown = `---\ntitle: "${title}"\nheadline: "${headline}"\n---\n\n${summary}\n\n${body}`;
        assert.deepEqual(report({ path: 'a.md', text: markdown }), expected);
      }),
      { numRuns: 300 },
    );
  });
});
