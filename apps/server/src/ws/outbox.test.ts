import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Outbox } from './outbox.ts';

/** A wire that keeps what it is given until it is told to let some of it go. */
function setUp() {
  const wire = {
    bufferedAmount: 0,
    send(text: string) {
      this.bufferedAmount += text.length;
    },
  };
  const outbox = new Outbox(wire, 0);
  const letGo = (bytes: number): void => {
    wire.bufferedAmount -= bytes;
    if (wire.bufferedAmount === 0) outbox.drained();
  };
  return { wire, outbox, letGo };
}

const KIB = 1_024;

describe('Outbox', () => {
  it('lets write until 256 KiB wait, then asks to wait until all has left', async () => {
    const { outbox, letGo } = setUp();
    outbox.send('x'.repeat(256 * KIB));
    assert.equal(outbox.room(), undefined);
    outbox.send('x');
    const room = outbox.room();
    assert.ok(room);
    letGo(256 * KIB + 1);
    await room;
    assert.equal(outbox.room(), undefined);
  });

  it('overflows above 1 MiB', () => {
    const { outbox } = setUp();
    outbox.send('x'.repeat(1_024 * KIB));
    assert.equal(outbox.state, 'full');
    outbox.send('x');
    assert.equal(outbox.state, 'overflowing');
  });

  it('is stalled when nothing of what waits has left for ten seconds', () => {
    const { outbox, letGo } = setUp();
    outbox.send('x'.repeat(100));
    assert.equal(outbox.isStalled(1_000), false);
    assert.equal(outbox.isStalled(9_999), false);
    assert.equal(outbox.isStalled(10_000), true);
    letGo(1);
    assert.equal(outbox.isStalled(10_001), false);
    assert.equal(outbox.isStalled(20_000), false);
    assert.equal(outbox.isStalled(20_001), true);
  });

  it('is never stalled while nothing waits', () => {
    const { outbox } = setUp();
    assert.equal(outbox.isStalled(1_000_000), false);
  });
});
