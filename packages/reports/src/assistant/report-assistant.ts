import type { AskModel, Assistant, FixedAnswer } from '@naru/chat/assistant';
import type { ReportStore } from '../ports/report-store.ts';
import type { Report } from '../reports/report.ts';
import { chooseSources } from './choose-sources.ts';
import { findReport } from './find-report.ts';
import { composePrompt, PROMPT_VERSION, sayable } from './prompt/compose-prompt.ts';
import { greeting, NOT_IN_REPORT_SENTENCE, noSuchReport, whichReport, YOU_ARE_WELCOME } from './sentences.ts';

export interface ReportAssistantDeps {
  readonly reports: Pick<ReportStore, 'find' | 'list'>;
  readonly settings?: Partial<ReportAssistantSettings>;
}

export interface ReportAssistantSettings {
  /** Of an answer. */
  readonly maxTokens: number;
  readonly temperature: number;
  /** Of the sections that go along with a question, by the estimate. */
  readonly maxSourceTokens: number;
  readonly maxSections: number;
}

export const REPORT_INTENT = 'REPORT';

const SETTINGS: ReportAssistantSettings = {
  maxTokens: 800,
  temperature: 0.2,
  maxSourceTokens: 3_000,
  maxSections: 7,
};
const GREETS = /^(?:안녕|하이|헬로|반가|hello|hi\b)[^?？]{0,12}$/i;
const THANKS = /^(?:네\s*)?(?:감사|고마워|고맙|수고|잘\s?봤|이해했)[^?？]{0,12}$/;

/**
 * Answers questions about one report, the one that its conversation is bound to, with citations of its sections. No
 * model is called where the report does not speak of what is asked, nor where no report is meant.
 */
export function createReportAssistant({ reports, settings }: ReportAssistantDeps): Assistant {
  const { maxTokens, temperature, maxSourceTokens, maxSections } = { ...SETTINGS, ...settings };

  return {
    name: 'report',
    promptVersion: PROMPT_VERSION,
    async prepare(question): Promise<AskModel | FixedAnswer> {
      const found = await findReport(reports, question);
      if (found.kind === 'gone') return needsInput(noSuchReport(found.reports), 'REPORT_NOT_FOUND');
      if (found.kind === 'unsaid') return needsInput(whichReport(found.reports), 'REPORT_NOT_NAMED');
      const { report } = found;
      const smallTalk = smallTalkOf(question.text, report);
      if (smallTalk !== undefined) return fixed(smallTalk, 'ok', 'OK', 'NONE');

      const sources = chooseSources(report, question, { maxTokens: maxSourceTokens, maxSections });
      if (sources.length === 0) {
        return fixed(NOT_IN_REPORT_SENTENCE, 'insufficient_evidence', 'NO_EVIDENCE', 'REFINE_QUERY');
      }
      return {
        kind: 'ask-model',
        intent: REPORT_INTENT,
        risk: 'normal',
        messages: composePrompt(report, sources, question),
        sources,
        grounds: sayable(report),
        tools: [],
        settings: { maxTokens, temperature },
        maxToolDepth: 0,
      };
    },
  };
}

function smallTalkOf(text: string, { title }: Report): string | undefined {
  if (GREETS.test(text)) return greeting(title);
  return THANKS.test(text) ? YOU_ARE_WELCOME : undefined;
}

function needsInput(text: string, reasonCode: string): FixedAnswer {
  return fixed(text, 'needs_input', reasonCode, 'PROVIDE_REQUIRED_INFO');
}

function fixed(
  text: string,
  status: FixedAnswer['status'],
  reasonCode: string,
  nextAction: FixedAnswer['nextAction'],
): FixedAnswer {
  return { kind: 'fixed-answer', intent: REPORT_INTENT, text, status, reasonCode, nextAction, citations: [] };
}
