import type { KeyPress } from './composer-keys.ts';

/** While an input method has the key, Windows calls it `Process`; the place on the keyboard still tells. */
export function readKeyPress(event: KeyboardEvent): KeyPress {
  const isProcess = event.key === 'Process' || event.key === 'Unidentified';
  const isEnter = event.key === 'Enter' || (isProcess && (event.code === 'Enter' || event.code === 'NumpadEnter'));
  return {
    key: isEnter ? 'Enter' : event.key === 'Escape' ? 'Escape' : 'other',
    keyCode: event.keyCode,
    isComposing: event.isComposing,
    shift: event.shiftKey,
    isRepeat: event.repeat,
    atMs: event.timeStamp,
  };
}
