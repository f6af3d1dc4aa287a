import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StreamPart } from '@naru/language-model';
import { ToolCallMerger } from './tool-call-merger.ts';

const piece = (fields: { index?: number; id?: string | null; name?: string; args?: unknown }): unknown => ({
  ...(fields.index === undefined ? {} : { index: fields.index }),
  ...(fields.id === undefined ? {} : { id: fields.id }),
  function: {
    ...(fields.name === undefined ? {} : { name: fields.name }),
    ...(fields.args === undefined ? {} : { arguments: fields.args }),
  },
});

/** The merged calls as `id name input`. */
function merge(...pieces: readonly unknown[]): string[] {
  const merger = new ToolCallMerger('made_');
  for (const part of pieces) merger.add(part, []);
  return merger.complete().map(({ id, name, inputText }) => `${id} ${name} ${inputText}`);
}

describe('ToolCallMerger (R-FO-8)', () => {
  it('merges the usual form: id and name first, arguments by index', () => {
    const merged = merge(
      piece({ index: 0, id: 'a', name: 'f', args: '' }),
      piece({ index: 0, args: '{"x"' }),
      piece({ index: 0, args: ':1}' }),
    );
    assert.deepEqual(merged, ['a f {"x":1}']);
  });

  it('keeps interleaved calls apart', () => {
    const merged = merge(
      piece({ index: 0, id: 'a', name: 'f' }),
      piece({ index: 1, id: 'b', name: 'g' }),
      piece({ index: 0, args: '{"x":' }),
      piece({ index: 1, args: '{"y":' }),
      piece({ index: 0, args: '1}' }),
      piece({ index: 1, args: '2}' }),
    );
    assert.deepEqual(merged, ['a f {"x":1}', 'b g {"y":2}']);
  });

  it('merges by id where the index is missing, also interleaved', () => {
    const merged = merge(
      piece({ id: 'a', name: 'f', args: '{"x":' }),
      piece({ id: 'b', name: 'g', args: '{"y":' }),
      piece({ id: 'a', args: '1}' }),
      piece({ id: 'b', args: '2}' }),
    );
    assert.deepEqual(merged, ['a f {"x":1}', 'b g {"y":2}']);
  });

  it('adds to the last call where both are missing', () => {
    assert.deepEqual(merge(piece({ name: 'f', args: '{"x":' }), piece({ args: '1}' })), ['made_0 f {"x":1}']);
  });

  it('takes a repeated id in every piece for one call', () => {
    const merged = merge(
      piece({ index: 0, id: 'a', name: 'f', args: '{' }),
      piece({ index: 0, id: 'a', name: 'f', args: '}' }),
    );
    assert.deepEqual(merged, ['a f {}']);
  });

  it('takes two indexes with one id for two calls, with ids of their own', () => {
    const merged = merge(
      piece({ index: 0, id: 'a', name: 'f', args: '{}' }),
      piece({ index: 1, id: 'a', name: 'g', args: '{}' }),
    );
    assert.deepEqual(merged, ['a f {}', 'a_1 g {}']);
  });

  it('takes another id and name at index 0 for another call', () => {
    const merged = merge(
      piece({ index: 0, id: 'a', name: 'f', args: '{"x":1}' }),
      piece({ index: 0, id: 'b', name: 'f', args: '{"x":2}' }),
    );
    assert.deepEqual(merged, ['a f {"x":1}', 'b f {"x":2}']);
  });

  it('takes another id without a name at a known index for the same call', () => {
    const merged = merge(
      piece({ index: 0, id: 'a', name: 'f', args: '{"x":' }),
      piece({ index: 0, id: 'zz', args: '1}' }),
    );
    assert.deepEqual(merged, ['a f {"x":1}']);
  });

  it('joins an index that comes after the id', () => {
    const merged = merge(
      piece({ id: 'a', name: 'f', args: '{"x":' }),
      piece({ index: 0, id: 'a', args: '1' }),
      piece({ index: 0, args: '}' }),
    );
    assert.deepEqual(merged, ['a f {"x":1}']);
  });

  it('takes whole calls without index or id one by one', () => {
    assert.deepEqual(merge(piece({ name: 'f', args: '{"x":1}' }), piece({ name: 'f', args: '{"x":2}' })), [
      'made_0 f {"x":1}',
      'made_1 f {"x":2}',
    ]);
  });

  it('gives an empty object for empty-string, null or missing arguments', () => {
    for (const args of ['', null, undefined])
      assert.deepEqual(merge(piece({ index: 0, id: 'a', name: 'f', args })), ['a f {}']);
  });

  it('takes arguments that come as an object', () => {
    assert.deepEqual(merge(piece({ index: 0, id: 'a', name: 'f', args: { x: [1] } })), ['a f {"x":[1]}']);
  });

  it('gives truncated arguments as they came; they are for the caller to refuse (fault 15)', () => {
    assert.deepEqual(merge(piece({ index: 0, id: 'a', name: 'f', args: '{"x":' })), ['a f {"x":']);
  });

  it('drops what is no piece and what never had a name', () => {
    assert.deepEqual(merge(null, 'x', piece({ index: 0, id: 'a', args: '{}' })), []);
  });

  it('starts a call at its first named piece and gives earlier arguments then', () => {
    const merger = new ToolCallMerger('made_');
    const parts: StreamPart[] = [];
    merger.add(piece({ index: 0, args: '{' }), parts);
    assert.equal(parts.length, 0);
    merger.add(piece({ index: 0, id: 'a', name: 'f' }), parts);
    assert.deepEqual(parts, [
      { type: 'tool-call-start', id: 'a', name: 'f' },
      { type: 'tool-call-delta', id: 'a', inputText: '{' },
    ]);
  });
});
