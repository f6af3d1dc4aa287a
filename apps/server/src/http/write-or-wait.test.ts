import assert from 'node:assert/strict';
import { EventEmitter, getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { writeOrWait } from './write-or-wait.ts';

function slowReader(): EventEmitter & ServerResponse {
  const response = Object.assign(new EventEmitter(), { destroyed: false, write: () => false });
  // Of a response no more is looked at than this.
  return response as unknown as EventEmitter & ServerResponse;
}

describe('writeOrWait', () => {
  for (const event of ['drain', 'close'] as const) {
    it(`leaves nothing behind on response and signal once a stalled reader has had its ${event}`, async () => {
      const response = slowReader();
      const { signal } = new AbortController();
      for (let stall = 0; stall < 3; stall += 1) {
        const written = writeOrWait(response, 'words', signal);
        assert.equal(getEventListeners(signal, 'abort').length, 1);
        response.emit(event);
        await written;
      }
      assert.equal(getEventListeners(signal, 'abort').length, 0);
      assert.equal(response.listenerCount('drain') + response.listenerCount('close'), 0);
    });
  }

  it('waits no longer than its signal', async () => {
    const response = slowReader();
    const controller = new AbortController();
    const written = writeOrWait(response, 'words', controller.signal);
    controller.abort();
    await written;
    assert.equal(response.listenerCount('drain'), 0);
  });
});
