import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { NotifyError } from '../errors.ts';
import type { Notifier } from '../ports/notifier.ts';
import { aNotice } from './an-incident.ts';

export interface NotifierUnderTest {
  readonly notifier: Notifier;
  /** Everything the receiver was told, as one text. */
  told(): Promise<string> | string;
  /** Sends the receiver away; missing for one that is always there. */
  breakReceiver?(): Promise<void> | void;
}

/** What every `Notifier` must do. Each implementation's test calls this once. */
export function describeNotifier(
  name: string,
  setUp: (t: TestContext) => NotifierUnderTest | Promise<NotifierUnderTest>,
): void {
  const signal = new AbortController().signal;

  describe(`${name} (Notifier contract)`, () => {
    it('tells title, text and where to read on', async t => {
      const { notifier, told } = await setUp(t);
      const notice = aNotice({ title: '제공자 장애 <primary> & 기타', text: '3분 동안 10건' });
      await notifier.notify(notice, signal);
      const text = await told();
      for (const part of ['제공자 장애', '3분 동안 10건', '/docs/runbook']) assert.ok(text.includes(part), part);
    });

    it('fails when the receiver does not take it, so that it is told again', async t => {
      const { notifier, breakReceiver } = await setUp(t);
      if (!breakReceiver) return;
      await breakReceiver();
      await assert.rejects(notifier.notify(aNotice(), signal), NotifyError);
    });
  });
}
