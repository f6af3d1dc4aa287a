import type { PageSettings } from '@naru/api-contract';
import { lazy, Suspense, useCallback, useRef, useState, type ReactNode } from 'react';
import type { TextStorage } from '../../shared/browser-storage.ts';
import { useTexts } from '../../shared/texts-context.tsx';
import type { Feedback } from '../answer/feedback-buttons.tsx';
import { Composer } from '../composer/composer.tsx';
import type { ChatApi } from '../conversation/chat-api.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { ConversationView } from '../conversation/use-conversation.ts';
import { Announcer } from '../notices/announcer.tsx';
import { ProblemBanner } from '../notices/problem-banner.tsx';
import { Transcript } from '../transcript/transcript.tsx';
import { COMPOSER_ID } from './skip-link.tsx';

// Operators alone open it; customers need not load it.
const DecisionDialog = lazy(() => import('../decision/decision-dialog.tsx'));

interface ConversationPaneProps {
  readonly conversation: Conversation;
  readonly view: ConversationView;
  readonly api: ChatApi;
  readonly tab: TextStorage;
  readonly settings: PageSettings;
  /** Started by hand just now, so the next thing is to type. */
  readonly takesFocus: boolean;
  /** What stands there before the first question. */
  readonly welcome: (onAsk: (question: string) => void) => ReactNode;
}

/** Something small that was done, told to screen readers until the conversation has news. */
interface Note {
  readonly text: string;
  readonly count: number;
  readonly after: number;
}

/** What is said and where one types: the whole of a conversation but the page's head. */
export function ConversationPane(props: ConversationPaneProps) {
  const { conversation, view, api, tab, settings, takesFocus, welcome } = props;
  const { announce } = useTexts();
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
  const feedback = useCallback(
    (messageId: string, kind: Feedback) => api.feedback(conversation.id, messageId, kind),
    [api, conversation],
  );
  const isNoteNews = note.text !== '' && note.after === view.announcements;
  const isBusy = view.phase !== 'idle' && view.phase !== 'loading';

  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[1fr_auto]">
      <Transcript
        view={view}
        linkHosts={settings.linkHosts}
        onRegenerate={regenerate}
        onAskAgain={retry}
        onExplain={settings.isOperator ? setExplained : undefined}
        onFeedback={feedback}
        onNote={tell}
        welcome={welcome(question => void conversation.ask(question))}
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
        <Suspense>
          <DecisionDialog
            api={api}
            conversationId={conversation.id}
            messageId={explained}
            onClose={() => setExplained(undefined)}
          />
        </Suspense>
      )}
    </div>
  );
}
