import { useCallback, useEffect, useState } from 'react';

/** Something that is fetched for the page. */
export type Load<Value> =
  { readonly name: 'loading' } | { readonly name: 'failed' } | { readonly name: 'there'; readonly value: Value };

/** Fetches when drawn first, when `load` is another function, and on demand. What was there stays until the new is. */
export function useLoad<Value>(load: () => Promise<Value>): readonly [Load<Value>, () => void] {
  const [state, setState] = useState<Load<Value>>({ name: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isGone = false;
    const show = (next: Load<Value>): void => {
      if (!isGone) setState(next);
    };
    load().then(
      value => show({ name: 'there', value }),
      () => show({ name: 'failed' }),
    );
    return () => {
      isGone = true;
    };
  }, [load, turn]);
  return [state, useCallback(() => setTurn(count => count + 1), [])];
}
