import { useMemo, useSyncExternalStore } from 'react';
import { readPlace, type Place } from './place.ts';

export function usePlace(): Place {
  const hash = useSyncExternalStore(watch, () => window.location.hash);
  return useMemo(() => readPlace(hash), [hash]);
}

function watch(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
