import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nextKeys, QUIET_KEYS, type ComposerAction, type ComposerKeyEvent, type KeyPress } from './composer-keys.ts';

function enter(atMs: number, changes: Partial<KeyPress> = {}): ComposerKeyEvent {
  return {
    type: 'keydown',
    key: 'Enter',
    keyCode: 13,
    isComposing: false,
    shift: false,
    isRepeat: false,
    atMs,
    ...changes,
  };
}
const composingEnter = (atMs: number): ComposerKeyEvent => enter(atMs, { keyCode: 229, isComposing: true });
const start: ComposerKeyEvent = { type: 'compositionstart' };
const update = (text: string): ComposerKeyEvent => ({ type: 'compositionupdate', text });
const end = (text: string, atMs: number): ComposerKeyEvent => ({ type: 'compositionend', text, atMs });
const enterUp: ComposerKeyEvent = { type: 'keyup', isEnter: true };

function play(events: readonly ComposerKeyEvent[]): ComposerAction[] {
  let keys = QUIET_KEYS;
  return events.map(event => {
    const step = nextKeys(keys, event);
    keys = step.keys;
    return step.action;
  });
}

const sends = (events: readonly ComposerKeyEvent[]): number => play(events).filter(action => action === 'send').length;

describe('Enter while a Hangul syllable is open', () => {
  it('sends once in the order keydown 229, compositionend, keydown 13 (macOS)', () => {
    const actions = play([start, update('요'), composingEnter(10), end('요', 12), enter(13), enterUp]);
    assert.deepEqual(actions, ['pass', 'pass', 'swallow', 'send', 'swallow', 'pass']);
  });

  it('sends once in the order keydown 229, compositionend (Windows, Linux)', () => {
    const actions = play([
      start,
      update('요'),
      composingEnter(10),
      end('요', 12),
      { type: 'line-break', atMs: 13 },
      enterUp,
    ]);
    assert.deepEqual(actions, ['pass', 'pass', 'swallow', 'send', 'swallow', 'pass']);
  });

  it('sends once in the order compositionend, keydown 229 (Safari)', () => {
    const actions = play([start, update('요'), end('요', 10), enter(11, { keyCode: 229 }), enterUp]);
    assert.deepEqual(actions, ['pass', 'pass', 'pass', 'send', 'pass']);
  });

  it('sends nothing before the syllable is whole', () => {
    assert.equal(sends([start, update('ㅇ'), composingEnter(10)]), 0);
  });

  it('sends again at the next press, also when the first press never came up', () => {
    const once = [start, update('네'), composingEnter(10), end('네', 12)];
    assert.equal(sends([...once, start, update('요'), composingEnter(1_000), end('요', 1_002)]), 2);
    assert.equal(sends([...once, enter(1_000)]), 2);
  });

  it('knows a single letter as Hangul too', () => {
    assert.equal(sends([start, update('ㅋ'), composingEnter(10), end('ㅋ', 12)]), 1);
  });
});

describe('Enter elsewhere', () => {
  it('sends when nothing is being composed', () => assert.deepEqual(play([enter(1)]), ['send']));

  it('sends nothing while Japanese or Chinese is being composed: Enter chooses a candidate', () => {
    for (const text of ['こんにちは', '你好', 'ni hao']) {
      assert.equal(sends([start, update(text), composingEnter(10), end(text, 12), enterUp]), 0, text);
    }
  });

  it('sends nothing when Safari tells of the candidate after its end', () => {
    assert.equal(sends([start, update('日本'), end('日本', 10), enter(11, { keyCode: 229 }), enterUp]), 0);
  });

  it('sends Japanese with the press after the candidate', () => {
    assert.equal(sends([start, update('日本'), composingEnter(10), end('日本', 12), enterUp, enter(500)]), 1);
  });

  it('makes a new line with Shift, composing or not', () => {
    assert.deepEqual(play([enter(1, { shift: true })]), ['pass']);
    assert.equal(
      sends([start, update('요'), enter(10, { shift: true, keyCode: 229, isComposing: true }), end('요', 11)]),
      0,
    );
  });

  it('sends once for a key that is held down', () => {
    const held = [1, 2, 3].map(tick => enter(500 * tick, { isRepeat: true }));
    assert.equal(sends([enter(1), ...held]), 1);
  });

  it('lets a line break through that no Enter was obeyed for, as phones send', () => {
    assert.deepEqual(play([{ type: 'line-break', atMs: 5 }]), ['pass']);
  });
});

describe('Escape', () => {
  const escape = (isComposing: boolean): ComposerKeyEvent => ({
    ...(enter(1) as { type: 'keydown' } & KeyPress),
    key: 'Escape',
    isComposing,
  });

  it('stops the answer', () => assert.deepEqual(play([escape(false)]), ['stop']));
  it('belongs to the input method while it composes', () => assert.deepEqual(play([escape(true)]), ['pass']));
});

describe('any order of events', () => {
  const presses = fc.constantFrom<ComposerKeyEvent>(
    start,
    update('가'),
    end('가', 50),
    composingEnter(50),
    enter(50),
    enterUp,
    { type: 'line-break', atMs: 50 },
  );

  it('never sends more often than Enter went down', () => {
    fc.assert(
      fc.property(fc.array(presses, { maxLength: 30 }), events => {
        const downs = events.filter(event => event.type === 'keydown').length;
        assert.ok(sends(events) <= downs);
      }),
    );
  });
});
