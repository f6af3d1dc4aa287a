import { useState } from 'react';
import { readLanguage, textsOf, writeLanguage } from '../shared/language.ts';
import { TextsContext } from '../shared/texts-context.tsx';
import { ConversationScreen } from './page/conversation-screen.tsx';
import type { PageServices } from './page/page-services.ts';
import { usePageSettings } from './page/use-page-settings.ts';
import { useTheme } from './page/use-theme.ts';

/** The customer's page: one conversation at a time, its look and its language. */
export function App({ services }: { readonly services: PageServices }) {
  const { api, tab, device } = services;
  const [conversation, setConversation] = useState(services.currentConversation);
  const [first] = useState(conversation);
  const [language, setLanguage] = useState(() => readLanguage(device));
  const settings = usePageSettings(services.settings);
  const theme = useTheme(device);
  const texts = textsOf(language);

  document.documentElement.lang = language;
  document.title = texts.shop.title;

  return (
    <TextsContext value={texts}>
      <ConversationScreen
        key={conversation.id}
        conversation={conversation}
        api={api}
        tab={tab}
        settings={settings}
        takesFocus={conversation !== first}
        theme={theme}
        onNewConversation={() => setConversation(services.startConversation())}
        onOtherLanguage={() => {
          const next = language === 'ko' ? 'en' : 'ko';
          writeLanguage(device, next);
          setLanguage(next);
        }}
      />
    </TextsContext>
  );
}
