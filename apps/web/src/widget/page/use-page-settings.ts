import type { PageSettings } from '@naru/api-contract';
import { useEffect, useState } from 'react';

/** Holds until the server has spoken, and where it does not: no links, no panel. */
const CAUTIOUS: PageSettings = { assistants: [], maxMessageChars: 2_000, linkHosts: [], isOperator: false };

export function usePageSettings(loading: Promise<PageSettings>): PageSettings {
  const [settings, setSettings] = useState(CAUTIOUS);
  useEffect(() => {
    let isGone = false;
    loading.then(
      loaded => !isGone && setSettings(loaded),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [loading]);
  return settings;
}
