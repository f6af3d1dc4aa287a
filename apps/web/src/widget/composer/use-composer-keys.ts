import { useEffect, useRef, type RefObject } from 'react';
import { nextKeys, QUIET_KEYS, type ComposerAction, type ComposerKeyEvent } from './composer-keys.ts';
import { readKeyPress } from './read-key-press.ts';

interface ComposerKeyActions {
  readonly send: () => void;
  /** Missing while there is nothing to stop. */
  readonly stop: (() => void) | undefined;
}

/** Connects the box to `nextKeys`. Native events, because React's order them by its own rules. */
export function useComposerKeys(box: RefObject<HTMLTextAreaElement | null>, actions: ComposerKeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    let keys = QUIET_KEYS;

    const step = (event: ComposerKeyEvent): ComposerAction => {
      const next = nextKeys(keys, event);
      keys = next.keys;
      if (next.action === 'stop') latest.current.stop?.();
      // After this event, when the finished syllable stands in the box.
      if (next.action === 'send') setTimeout(() => latest.current.send(), 0);
      return next.action;
    };

    element.addEventListener('compositionstart', () => step({ type: 'compositionstart' }), { signal });
    element.addEventListener('compositionupdate', event => step({ type: 'compositionupdate', text: event.data }), {
      signal,
    });
    element.addEventListener(
      'compositionend',
      event => step({ type: 'compositionend', text: event.data, atMs: event.timeStamp }),
      { signal },
    );
    element.addEventListener(
      'keydown',
      event => {
        const action = step({ type: 'keydown', ...readKeyPress(event) });
        if (action === 'send' || action === 'swallow') event.preventDefault();
      },
      { signal },
    );
    element.addEventListener('keyup', event => step({ type: 'keyup', isEnter: readKeyPress(event).key === 'Enter' }), {
      signal,
    });
    element.addEventListener(
      'beforeinput',
      event => {
        if (event.inputType !== 'insertLineBreak' && event.inputType !== 'insertParagraph') return;
        if (step({ type: 'line-break', atMs: event.timeStamp }) === 'swallow') event.preventDefault();
      },
      { signal },
    );
    // Escape stops from anywhere on the page, except where it closes a dialog.
    element.ownerDocument.addEventListener(
      'keydown',
      event => {
        const isElsewhere = event.target instanceof Element && !event.target.closest('dialog, textarea');
        if (event.key === 'Escape' && isElsewhere) latest.current.stop?.();
      },
      { signal },
    );
    return () => listening.abort();
  }, [box]);
}
