import type { PageSettings } from '@naru/api-contract';
import { useState } from 'react';
import { useConversation } from '../conversation/use-conversation.ts';
import { ReportBeside } from '../reports/report-beside.tsx';
import { ReportWelcome } from '../reports/report-welcome.tsx';
import { ConversationPane } from './conversation-pane.tsx';
import { Header, type HeaderControls } from './header.tsx';
import type { PageServices } from './page-services.ts';
import { SkipLink } from './skip-link.tsx';
import { Welcome } from './welcome.tsx';

interface ConversationScreenProps {
  readonly services: PageServices;
  readonly settings: PageSettings;
  readonly controls: HeaderControls;
  /** The report that is talked about; missing: the support desk is asked. */
  readonly reportId: string | undefined;
}

/** One conversation, with the report beside it where it is about one. */
export function ConversationScreen({ services, settings, controls, reportId }: ConversationScreenProps) {
  const [first] = useState(() => services.currentConversation(reportId));
  const [conversation, setConversation] = useState(first);
  const view = useConversation(conversation);
  const pane = (
    <ConversationPane
      key={conversation.id}
      conversation={conversation}
      view={view}
      api={services.api}
      tab={services.tab}
      settings={settings}
      takesFocus={conversation !== first}
      welcome={onAsk => (reportId === undefined ? <Welcome onAsk={onAsk} /> : <ReportWelcome onAsk={onAsk} />)}
    />
  );
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr]">
      <div>
        <SkipLink />
        <Header
          controls={controls}
          phase={view.phase}
          onNewConversation={
            view.messages.length === 0 ? undefined : () => setConversation(services.startConversation(reportId))
          }
        />
      </div>
      {reportId === undefined ? (
        pane
      ) : (
        <ReportBeside api={services.reports} reportId={reportId} linkHosts={settings.linkHosts}>
          {pane}
        </ReportBeside>
      )}
    </div>
  );
}
