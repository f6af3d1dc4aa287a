import { useCallback } from 'react';
import { SideSheet } from '../../shared/side-sheet.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import { useLoad } from '../../shared/use-load.ts';
import type { ChatApi } from '../conversation/chat-api.ts';
import { DecisionCall } from './decision-call.tsx';
import { DecisionSummary } from './decision-summary.tsx';

interface DecisionDialogProps {
  readonly api: ChatApi;
  readonly conversationId: string;
  readonly messageId: string;
  readonly onClose: () => void;
}

/** Shows operators how one answer came about. */
export default function DecisionDialog({ api, conversationId, messageId, onClose }: DecisionDialogProps) {
  const { decision: texts } = useTexts();
  const [load] = useLoad(useCallback(() => api.decision(conversationId, messageId), [api, conversationId, messageId]));
  const decision = load.name === 'there' ? load.value : undefined;
  return (
    <SideSheet title={texts.title} subtitle={texts.subtitle} closeLabel={texts.close} onClose={onClose}>
      {decision ? (
        <>
          <DecisionSummary decision={decision} />
          {decision.calls.map((call, index) => (
            <DecisionCall key={call.decisionId} call={call} number={index + 1} />
          ))}
          {decision.calls.length === 0 && <p className="text-faint">{texts.noCalls}</p>}
        </>
      ) : (
        <p role="status" className="text-faint">
          {texts[load.name === 'there' ? 'gone' : load.name]}
        </p>
      )}
    </SideSheet>
  );
}
