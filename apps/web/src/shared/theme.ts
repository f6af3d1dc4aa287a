import type { TextStorage } from './browser-storage.ts';

/** What was chosen by hand; `system` follows the device. */
export type ThemeChoice = 'system' | 'light' | 'dark';

export function readThemeChoice(storage: TextStorage): ThemeChoice {
  const text = storage.read(KEY);
  return text === 'light' || text === 'dark' ? text : 'system';
}

export function isDark(choice: ThemeChoice, systemIsDark: boolean): boolean {
  return choice === 'system' ? systemIsDark : choice === 'dark';
}

/** The choice after pressing the toggle: the other look; back to `system` where that is what the device shows. */
export function toggledChoice(choice: ThemeChoice, systemIsDark: boolean): ThemeChoice {
  const wanted = !isDark(choice, systemIsDark);
  if (wanted === systemIsDark) return 'system';
  return wanted ? 'dark' : 'light';
}

export function writeThemeChoice(storage: TextStorage, choice: ThemeChoice): void {
  storage.write(KEY, choice === 'system' ? null : choice);
}

const KEY = 'theme';
