import { useState } from 'react';
import { SideSheet } from '../../shared/side-sheet.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import type { CustomerApi, DemoCustomer } from './customer-api.ts';

interface CustomerSheetProps {
  readonly api: CustomerApi;
  readonly customers: readonly DemoCustomer[];
  /** Missing: nobody is signed in. */
  readonly signedInAs: string | undefined;
  /** Somebody else is asking from now on. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** The demo's sample customers, to sign in as. */
export default function CustomerSheet({ api, customers, signedInAs, onChanged, onClose }: CustomerSheetProps) {
  const { signIn: texts } = useTexts();
  const [hasFailed, setHasFailed] = useState(false);
  const change = (work: Promise<void>): void => {
    setHasFailed(false);
    work.then(onChanged, () => setHasFailed(true));
  };
  return (
    <SideSheet title={texts.title} subtitle={texts.subtitle} closeLabel={texts.close} onClose={onClose}>
      <ul className="flex flex-col gap-2.5">
        {customers.map(({ id, name, about }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === signedInAs}
              onClick={() => change(api.signInAs(id))}
              className="w-full rounded-2xl border border-line px-4 py-3 text-left transition-colors hover:border-river aria-pressed:border-river aria-pressed:bg-mist"
            >
              <span className="font-semibold">{name}</span>
              <span className="block text-[0.875rem] text-faint">{about}</span>
            </button>
          </li>
        ))}
      </ul>
      {signedInAs !== undefined && (
        <button type="button" className="main-button self-start" onClick={() => change(api.signOut())}>
          {texts.signOut}
        </button>
      )}
      {hasFailed && (
        <p role="alert" className="text-alarm">
          {texts.failed}
        </p>
      )}
    </SideSheet>
  );
}
