import { lazy, Suspense, useCallback, useState } from 'react';
import { readLanguage, textsOf, writeLanguage } from '../shared/language.ts';
import { TextsContext } from '../shared/texts-context.tsx';
import { useLoad } from '../shared/use-load.ts';
import { ConversationScreen } from './page/conversation-screen.tsx';
import { Header, type HeaderControls } from './page/header.tsx';
import type { PageServices } from './page/page-services.ts';
import { usePageSettings } from './page/use-page-settings.ts';
import { useTheme } from './page/use-theme.ts';
import { PageFrame } from './places/page-frame.tsx';
import { usePlace } from './places/use-place.ts';

// A customer's first question does not wait for these.
const TicketsScreen = lazy(() => import('./tickets/tickets-screen.tsx'));
const ReportsScreen = lazy(() => import('./reports/reports-screen.tsx'));
const CustomerSheet = lazy(() => import('./sign-in/customer-sheet.tsx'));

/** The customer's page: where one is in it, its look and its language. */
export function App({ services }: { readonly services: PageServices }) {
  const { device } = services;
  const here = usePlace();
  const [language, setLanguage] = useState(() => readLanguage(device));
  const [isSigningIn, setIsSigningIn] = useState(false);
  const [customers] = useLoad(services.customers.demoCustomers);
  const settings = usePageSettings(services.settings);
  const theme = useTheme(device);
  const texts = textsOf(language);
  const openSignIn = useCallback(() => setIsSigningIn(true), []);

  document.documentElement.lang = language;
  document.title = texts.shop.title;

  const samples = customers.name === 'there' ? customers.value : [];
  const controls: HeaderControls = {
    here,
    assistants: settings.assistants,
    theme,
    onOtherLanguage() {
      const next = language === 'ko' ? 'en' : 'ko';
      writeLanguage(device, next);
      setLanguage(next);
    },
    onSignIn: samples.length === 0 ? undefined : openSignIn,
  };

  return (
    <TextsContext value={texts}>
      {here.name === 'tickets' || here.name === 'reports' ? (
        <PageFrame header={<Header controls={controls} phase="idle" onNewConversation={undefined} />}>
          <Suspense>
            {here.name === 'tickets' ? (
              <TicketsScreen api={services.tickets} onSignIn={controls.onSignIn} />
            ) : (
              <ReportsScreen api={services.reports} />
            )}
          </Suspense>
        </PageFrame>
      ) : (
        <ConversationScreen
          key={here.name === 'report' ? here.reportId : ''}
          services={services}
          settings={settings}
          controls={controls}
          reportId={here.name === 'report' ? here.reportId : undefined}
        />
      )}
      {isSigningIn && (
        <Suspense>
          <CustomerSheet
            api={services.customers}
            customers={samples}
            signedInAs={settings.customer ?? undefined}
            // Everything on the page may be another person's now.
            onChanged={() => window.location.reload()}
            onClose={() => setIsSigningIn(false)}
          />
        </Suspense>
      )}
    </TextsContext>
  );
}
