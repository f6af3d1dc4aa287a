import type { Citation } from '@naru/api-contract';
import { createContext } from 'react';

/** The sources of the answer around, and which of them is open. */
export interface OpenSources {
  readonly citations: readonly Citation[];
  readonly open: number | undefined;
  readonly onOpen: (number: number | undefined) => void;
  /** Of the element that holds the open one. */
  readonly id: string;
}

export const SourcesContext = createContext<OpenSources>({ citations: [], open: undefined, onOpen: () => {}, id: '' });
