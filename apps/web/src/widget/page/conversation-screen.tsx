import type { PageSettings } from '@naru/api-contract';
import { useCallback, useRef, useState } from 'react';
import type { TextStorage } from '../../shared/browser-storage.ts';
import { useTexts } from '../../shared/texts-context.tsx';
import { Composer } from '../composer/composer.tsx';
import type { ChatApi } from '../conversation/chat-api.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { useConversation } from '../conversation/use-conversation.ts';
import { DecisionDialog } from '../decision/decision-dialog.tsx';
import { Announcer } from '../notices/announcer.tsx';
import { ProblemBanner } from '../notices/problem-banner.tsx';
import { Transcript } from '../transcript/transcript.tsx';
import { Header } from './header.tsx';
import { useOnline } from './use-online.ts';
import { Welcome } from './welcome.tsx';

interface ConversationScreenProps {
  readonly conversation: Conversation;
  readonly api: ChatApi;
  readonly tab: TextStorage;
  readonly settings: PageSettings;
  /** Started by hand just now, so the next thing is to type. */
  readonly takesFocus: boolean;
  readonly theme: { readonly dark: boolean; readonly toggle: () => void };
  readonly onNewConversation: () => void;
  readonly onOtherLanguage: () => void;
}

/** Something small that was done, told to screen readers until the conversation has news. */
interface Note {
  readonly text: string;
  readonly count: number;
  readonly after: number;
}

const COMPOSER_ID = 'question';

export function ConversationScreen(props: ConversationScreenProps) {
  const { conversation, api, tab, settings, takesFocus, theme, onNewConversation, onOtherLanguage } = props;
  const { announce, header } = useTexts();
  const view = useConversation(conversation);
  const online = useOnline();
  const [explained, setExplained] = useState<string>();
  const [note, setNote] = useState<Note>({ text: '', count: 0, after: 0 });
  const composer = useRef<HTMLTextAreaElement>(null);
  // The same functions at every drawing, so that answers that did not change are not drawn again.
  const regenerate = useCallback((messageId: string) => void conversation.regenerate(messageId), [conversation]);
  const retry = useCallback(() => void conversation.retry(), [conversation]);
  const tell = useCallback(
    (text: string) => setNote(({ count }) => ({ text, count: count + 1, after: conversation.state.announcements })),
    [conversation],
  );
  const isNoteNews = note.text !== '' && note.after === view.announcements;
  const isEmpty = view.messages.length === 0;
  const isBusy = view.phase !== 'idle' && view.phase !== 'loading';

  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]">
      <a
        href={`#${COMPOSER_ID}`}
        className="sr-only rounded-lg bg-river px-4 py-2 text-on-river focus:not-sr-only focus:absolute focus:top-3 focus:left-3 focus:z-20"
        onClick={event => {
          event.preventDefault();
          composer.current?.focus();
        }}
      >
        {header.skipToComposer}
      </a>
      <Header
        phase={view.phase}
        online={online}
        theme={theme}
        canStartAnew={!isEmpty}
        onNewConversation={onNewConversation}
        onOtherLanguage={onOtherLanguage}
      />
      <Transcript
        view={view}
        linkHosts={settings.linkHosts}
        onRegenerate={regenerate}
        onAskAgain={retry}
        onExplain={settings.isOperator ? setExplained : undefined}
        onNote={tell}
        welcome={<Welcome onAsk={question => void conversation.ask(question)} />}
      >
        {view.problem && (
          <ProblemBanner
            key={view.announcements}
            problem={view.problem}
            onRetry={retry}
            onDismiss={() => conversation.dismissProblem()}
          />
        )}
      </Transcript>
      <Composer
        id={COMPOSER_ID}
        box={composer}
        tab={tab}
        conversationId={conversation.id}
        maxChars={settings.maxMessageChars}
        takesFocus={takesFocus}
        isBusy={isBusy}
        isReady={view.phase === 'idle'}
        onSend={text => void conversation.ask(text)}
        onStop={() => void conversation.stop()}
      />
      <Announcer
        text={isNoteNews ? note.text : view.announcement && announce[view.announcement]}
        turn={view.announcements + note.count}
      />
      {explained !== undefined && (
        <DecisionDialog
          api={api}
          conversationId={conversation.id}
          messageId={explained}
          onClose={() => setExplained(undefined)}
        />
      )}
    </div>
  );
}
