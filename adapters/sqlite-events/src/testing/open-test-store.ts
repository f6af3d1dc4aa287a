import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { systemClock } from '@naru/kernel';
import { createSqliteEventStore, type SqliteEventStore } from '../sqlite-event-store.ts';

/** A path in a folder of its own, removed after the test. */
export function testPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'naru-events-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'data', 'events.db');
}

export function openTestStore(t: TestContext, path = testPath(t)): SqliteEventStore {
  const store = createSqliteEventStore({ path, clock: systemClock });
  t.after(() => store.close());
  return store;
}
