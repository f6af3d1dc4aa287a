import type { PageSettings } from '@naru/api-contract';
import { useEffect, useState } from 'react';
import type { ChatApi } from '../conversation/chat-api.ts';

/** Holds until the server has spoken, and where it does not: no links, no panel. */
const CAUTIOUS: PageSettings = { assistants: [], maxMessageChars: 2_000, linkHosts: [], isOperator: false };

export function usePageSettings(api: ChatApi): PageSettings {
  const [settings, setSettings] = useState(CAUTIOUS);
  useEffect(() => {
    let isGone = false;
    api.page().then(
      loaded => !isGone && setSettings(loaded),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [api]);
  return settings;
}
