import { createContext, useContext } from 'react';
import { koreanTexts } from './texts-ko.ts';
import type { Texts } from './texts.ts';

export const TextsContext = createContext<Texts>(koreanTexts);

export function useTexts(): Texts {
  return useContext(TextsContext);
}
