import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ReportStore } from '../ports/report-store.ts';
import { aReport } from './a-report.ts';

/** What every `ReportStore` must do. Each implementation's test calls this once. */
export function describeReportStore(
  name: string,
  createStore: (t: TestContext) => ReportStore | Promise<ReportStore>,
): void {
  describe(`${name} (ReportStore contract)`, () => {
    it('finds what it was given, every sign of it', async t => {
      const store = await createStore(t);
      const sections = [{ heading: '"따옴표" \\ 와 🚚', body: '| 표 | 값 |\n|---|---|\n| 가 | 1 |\u0000\ud800 끝' }];
      const report = aReport({ title: "O'Reilly; DROP TABLE", headline: '100%_확실', sections });
      assert.equal(await store.save(report), 'added');
      assert.deepEqual(await store.find(report.id), report);
    });

    it('finds nothing where nothing is', async t => {
      const store = await createStore(t);
      assert.equal(await store.find('nowhere'), undefined);
      assert.equal(await store.find('__proto__'), undefined);
      assert.deepEqual(await store.list(10), []);
    });

    it('puts a report in the place of the one of its id, and says whether anything changed', async t => {
      const store = await createStore(t);
      await store.save(aReport());
      assert.equal(await store.save(aReport()), 'unchanged');
      const changed = aReport({ sections: [{ heading: '새 절', body: '새 글' }] });
      assert.equal(await store.save(changed), 'replaced');
      assert.deepEqual(await store.find(changed.id), changed);
      assert.equal((await store.list(10)).length, 1);
    });

    it('lists the newest first, then by id, only as many as asked', async t => {
      const store = await createStore(t);
      for (const [id, createdAtMs] of [
        ['old', 1],
        ['b-new', 1_795_000_000_000],
        ['a-new', 1_795_000_000_000],
      ] as const) {
        await store.save(aReport({ id, createdAtMs }));
      }
      assert.deepEqual(
        (await store.list(10)).map(({ id }) => id),
        ['a-new', 'b-new', 'old'],
      );
      const [first, ...others] = await store.list(1);
      const { title, headline } = aReport();
      assert.deepEqual(first, { id: 'a-new', title, headline, createdAtMs: 1_795_000_000_000 });
      assert.equal(others.length, 0);
    });

    it('keeps one of two reports that are saved at once, whole', async t => {
      const store = await createStore(t);
      const [one, other] = [aReport({ title: '하나' }), aReport({ title: '둘', summary: '다른 요약' })];
      await Promise.all([store.save(one), store.save(other)]);
      const kept = await store.find(one.id);
      assert.deepEqual(kept, kept?.title === '하나' ? one : other);
    });
  });
}
