import type { TextStorage } from './browser-storage.ts';
import { englishTexts } from './texts-en.ts';
import { koreanTexts } from './texts-ko.ts';
import type { Texts } from './texts.ts';

export type Language = 'ko' | 'en';

/** Korean unless English was chosen on this device: a Korean shop's customers may well run an English system. */
export function readLanguage(storage: TextStorage): Language {
  return storage.read(KEY) === 'en' ? 'en' : 'ko';
}

export function writeLanguage(storage: TextStorage, language: Language): void {
  storage.write(KEY, language === 'ko' ? null : language);
}

export function textsOf(language: Language): Texts {
  return language === 'ko' ? koreanTexts : englishTexts;
}

const KEY = 'language';
