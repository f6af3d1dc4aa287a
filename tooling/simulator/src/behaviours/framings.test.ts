import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEvents, spokenText } from '../testing/read-events.ts';
import { setUp } from '../testing/set-up.ts';

describe('framing', () => {
  it('writes line ends as crlf, cr, or by turns', async () => {
    await using world = await setUp();
    const body = async (ways: string) => (await world.ask({ stream: true, play: `framing=${ways}` })).body.toString();
    assert.ok(!/[^\r]\n/.test(await body('crlf')));
    assert.match(await body('cr'), /^data: .*\r\rdata: /);
    assert.ok(!(await body('cr')).includes('\n'));
    assert.match(await body('mixed'), /^data: [^\r\n]*\n\ndata: [^\r\n]*\r\n\r\n/);
  });

  it('leaves out the space, begins with a byte order mark, puts comments between', async () => {
    await using world = await setUp();
    const { body } = await world.ask({ stream: true, play: 'framing=no-space+bom+comments' });
    assert.deepEqual([...body.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.match(body.toString(), /^\uFEFF:still here\ndata:\{/);
  });

  it('spreads a document over several lines that join to the same JSON', async () => {
    await using world = await setUp();
    const { body } = await world.ask({ stream: true, play: 'framing=multi-line,text=하나 둘' });
    assert.match(body.toString(), /^data: \{\ndata: /);
    assert.equal(spokenText(body), '하나 둘');
  });

  it('adds fields, and leaves out the last blank line', async () => {
    await using world = await setUp();
    const extra = await world.ask({ stream: true, play: 'framing=extra-fields' });
    assert.match(extra.body.toString(), /^id: 0\nretry: 3000\ndata: /);
    const cut = await world.ask({ stream: true, play: 'framing=crlf+no-last-blank' });
    assert.ok(cut.body.toString().endsWith('data: [DONE]\r\n'));
    assert.ok(!cut.body.toString().endsWith('\r\n\r\n'));
  });
});

describe('split', () => {
  it('writes every byte on its own, also inside a Korean character', async () => {
    await using world = await setUp();
    const heard = await world.ask({ stream: true, play: 'split=1,text=가나' });
    assert.ok(heard.chunkSizes.length > 100 && heard.chunkSizes.every(size => size === 1));
    assert.equal(spokenText(heard.body), '가나');
    assert.equal(world.simulator.log()[0]?.framesWritten, readEvents(heard.body).length);
  });

  it('splits a JSON body too', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'split=7,text=가나' });
    assert.equal(spokenText(heard.body), '가나');
  });
});
