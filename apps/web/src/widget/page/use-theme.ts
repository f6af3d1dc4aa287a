import { useEffect, useState, useSyncExternalStore } from 'react';
import type { TextStorage } from '../../shared/browser-storage.ts';
import { isDark, readThemeChoice, toggledChoice, writeThemeChoice } from '../../shared/theme.ts';

const DARK_SYSTEM = '(prefers-color-scheme: dark)';
const BAR_COLORS = { dark: '#111918', light: '#f5f1e8' };

export function useTheme(device: TextStorage): { readonly dark: boolean; readonly toggle: () => void } {
  const systemIsDark = useSyncExternalStore(watchSystem, () => window.matchMedia(DARK_SYSTEM).matches);
  const [choice, setChoice] = useState(() => readThemeChoice(device));
  const dark = isDark(choice, systemIsDark);

  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BAR_COLORS[dark ? 'dark' : 'light']);
  }, [dark]);

  const toggle = (): void => {
    const next = toggledChoice(choice, systemIsDark);
    writeThemeChoice(device, next);
    setChoice(next);
  };
  return { dark, toggle };
}

function watchSystem(listener: () => void): () => void {
  const query = window.matchMedia(DARK_SYSTEM);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
