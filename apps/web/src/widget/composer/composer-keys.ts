/**
 * Decides what Enter means in a box where Korean is written.
 *
 * A Hangul syllable is still being composed when a Korean writer presses Enter. Ignoring that Enter makes them press
 * twice; obeying it at once sends a stray last syllable. So it is remembered and obeyed when the syllable is done.
 * Chinese and Japanese writers choose a candidate with Enter, which must send nothing. Browsers tell of one press in
 * three orders: keydown 229, compositionend, keydown 13 (macOS) · keydown 229, compositionend (Windows, Linux) ·
 * compositionend, keydown 229 (Safari). Each sends once.
 */
export interface ComposerKeys {
  readonly composition: CompositionState;
  /** When the last press of Enter was obeyed, until the key comes up: its echoes send nothing. */
  readonly obeyedAtMs: number | undefined;
}

type CompositionState =
  | { readonly name: 'none' }
  | { readonly name: 'open'; readonly text: string; readonly sendsAtEnd: boolean }
  | { readonly name: 'ended'; readonly text: string; readonly atMs: number };

export type ComposerKeyEvent =
  | { readonly type: 'compositionstart' }
  | { readonly type: 'compositionupdate'; readonly text: string }
  | { readonly type: 'compositionend'; readonly text: string; readonly atMs: number }
  | ({ readonly type: 'keydown' } & KeyPress)
  | { readonly type: 'keyup'; readonly isEnter: boolean }
  | { readonly type: 'line-break'; readonly atMs: number };

export interface KeyPress {
  readonly key: 'Enter' | 'Escape' | 'other';
  /** 229 while an input method has the key. */
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shift: boolean;
  readonly isRepeat: boolean;
  readonly atMs: number;
}

export type ComposerAction =
  /** The browser does what it would. */
  | 'pass'
  /** The key does nothing. */
  | 'swallow'
  /** Send what stands in the box once this event is over. */
  | 'send'
  | 'stop';

export interface ComposerStep {
  readonly keys: ComposerKeys;
  readonly action: ComposerAction;
}

export const QUIET_KEYS: ComposerKeys = { composition: { name: 'none' }, obeyedAtMs: undefined };

/** Echoes of one press arrive within a few milliseconds; a keyup that never comes must not lock the key. */
const ECHO_MS = 300;
const INPUT_METHOD_KEY = 229;
const HANGUL = /^[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]+$/;

export function nextKeys(keys: ComposerKeys, event: ComposerKeyEvent): ComposerStep {
  switch (event.type) {
    case 'compositionstart':
      return pass({ ...keys, composition: { name: 'open', text: '', sendsAtEnd: false } });
    case 'compositionupdate':
      return pass(
        keys.composition.name === 'open'
          ? { ...keys, composition: { ...keys.composition, text: event.text || keys.composition.text } }
          : { ...keys, composition: { name: 'open', text: event.text, sendsAtEnd: false } },
      );
    case 'compositionend':
      return afterComposition(keys, event.text, event.atMs);
    case 'keydown':
      return afterKeyDown(keys, event);
    case 'keyup':
      return pass(event.isEnter && keys.composition.name !== 'open' ? { ...keys, obeyedAtMs: undefined } : keys);
    case 'line-break':
      return isEcho(keys, event.atMs) ? { keys, action: 'swallow' } : pass(keys);
  }
}

function afterComposition(keys: ComposerKeys, text: string, atMs: number): ComposerStep {
  const before = keys.composition;
  const wasAsked = before.name === 'open' && before.sendsAtEnd;
  const final = text || (before.name === 'open' ? before.text : '');
  const composition = { name: 'ended', text: final, atMs } as const;
  return wasAsked ? { keys: { composition, obeyedAtMs: atMs }, action: 'send' } : pass({ ...keys, composition });
}

function afterKeyDown(keys: ComposerKeys, press: KeyPress): ComposerStep {
  const { composition } = keys;
  const isOpen = composition.name === 'open' || press.isComposing;
  if (press.key === 'Escape') return isOpen ? pass(keys) : { keys, action: 'stop' };
  if (press.key !== 'Enter') return pass({ ...keys, obeyedAtMs: undefined });
  if (press.shift) return pass(keys);
  if (press.isRepeat || isEcho(keys, press.atMs)) return { keys, action: 'swallow' };
  if (composition.name === 'open') {
    if (!HANGUL.test(composition.text)) return pass(keys);
    return { keys: { ...keys, composition: { ...composition, sendsAtEnd: true } }, action: 'swallow' };
  }
  const belongsToInputMethod = press.keyCode === INPUT_METHOD_KEY;
  if (belongsToInputMethod && !(composition.name === 'ended' && HANGUL.test(composition.text))) return pass(keys);
  return { keys: { composition: { name: 'none' }, obeyedAtMs: press.atMs }, action: 'send' };
}

function isEcho({ obeyedAtMs }: ComposerKeys, atMs: number): boolean {
  return obeyedAtMs !== undefined && atMs - obeyedAtMs < ECHO_MS;
}

function pass(keys: ComposerKeys): ComposerStep {
  return { keys, action: 'pass' };
}
