import type {
  CitationsData,
  GuardData,
  HandoffData,
  StatusData,
  TicketData,
  TurnMetadataBody,
} from '@naru/api-contract';
import type { UIMessage } from 'ai';

/** The `data-*` parts that the widget knows; others pass by unseen. */
export type ChatDataParts = {
  status: StatusData;
  citations: CitationsData;
  guard: GuardData;
  ticket: TicketData;
  handoff: HandoffData;
};

/** A message as the AI SDK's chat keeps it. What arrived is parsed where it is shown (`readAnswer`). */
export type ChatMessage = UIMessage<Partial<TurnMetadataBody>, ChatDataParts>;
