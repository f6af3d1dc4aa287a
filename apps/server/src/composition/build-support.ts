import { ownerKey } from '@naru/chat';
import { createMarkdownArticleSource, watchArticleFolder } from '@naru/files';
import { createKnowledge, createSupportAssistant, riskOf, SUPPORT_INTENTS, supportIntent } from '@naru/support';
import type { AssistantParts, BuiltAssistant } from './assistants.ts';

/** The support assistant over its articles, which are read again when they change. */
export async function buildSupport({
  config,
  ticketDesk,
  clock,
  logger,
  opening,
}: AssistantParts): Promise<BuiltAssistant> {
  const folder = config.knowledge.dir;
  const knowledge = await createKnowledge({ source: createMarkdownArticleSource({ folder }) });
  const watch = watchArticleFolder({ folder, clock, logger, onChange: () => knowledge.reload() });
  opening.defer(() => watch.stop());
  return {
    assistant: createSupportAssistant({ knowledge, tickets: { desk: ticketDesk, ownerKeyOf: ownerKey } }),
    rules: {
      intentOf: supportIntent,
      riskOf(intent) {
        const known = SUPPORT_INTENTS.find(name => name === intent);
        return known === undefined ? undefined : riskOf(known);
      },
    },
    retrieve: question => knowledge.retrieve(question),
  };
}
