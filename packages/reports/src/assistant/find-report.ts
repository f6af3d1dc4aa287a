import type { AssistantQuestion } from '@naru/chat/assistant';
import type { ReportStore } from '../ports/report-store.ts';
import type { Report, ReportEntry } from '../reports/report.ts';
import { tokensOf } from './korean-words.ts';

export type FoundReport =
  | { readonly kind: 'report'; readonly report: Report }
  /** The conversation names one that is not there. */
  | { readonly kind: 'gone'; readonly reports: readonly ReportEntry[] }
  /** Nothing says which one is meant. */
  | { readonly kind: 'unsaid'; readonly reports: readonly ReportEntry[] };

const NAME = /^report:([a-z0-9][a-z0-9-]{0,63})(?::.*)?$/s;
const LOOKED_AT = 100;

/** The name of a conversation about a report; another one about the same report has a `suffix`. */
export function reportConversation(reportId: string, suffix?: string): string {
  return suffix === undefined ? `report:${reportId}` : `report:${reportId}:${suffix}`;
}

/**
 * The report of a conversation: the one that its name says (`report:<id>`, `report:<id>:<anything>`); without such a
 * name the only one there is, or the one whose title was last spoken of.
 */
export async function findReport(
  reports: Pick<ReportStore, 'find' | 'list'>,
  { conversationName, text, history }: Pick<AssistantQuestion, 'conversationName' | 'text' | 'history'>,
): Promise<FoundReport> {
  const [, namedId] = NAME.exec(conversationName ?? '') ?? [];
  if (namedId !== undefined) return found(await reports.find(namedId), reports);
  const entries = await reports.list(LOOKED_AT);
  const questions = history.flatMap(message => (message.role === 'user' ? [message.text] : []));
  const spokenOf = [text, ...questions.toReversed()].map(said => namedIn(said, entries)).find(one => one !== undefined);
  const chosen = spokenOf ?? (entries.length === 1 ? entries[0] : undefined);
  return chosen ? found(await reports.find(chosen.id), reports) : { kind: 'unsaid', reports: entries };
}

async function found(report: Report | undefined, reports: Pick<ReportStore, 'list'>): Promise<FoundReport> {
  return report ? { kind: 'report', report } : { kind: 'gone', reports: await reports.list(LOOKED_AT) };
}

/** The one report whose title a text names, in words that tell it from the others: 물류 리포트, 회원 설문. */
function namedIn(text: string, entries: readonly ReportEntry[]): ReportEntry | undefined {
  const said = tokensOf(text);
  const titles = entries.map(({ title }) => tokensOf(title));
  const isTelling = (token: string): boolean =>
    /^\D/.test(token) && titles.filter(title => title.has(token)).length <= titles.length / 2;
  const shares = titles.map(title => [...title].filter(token => said.has(token) && isTelling(token)).length);
  const best = Math.max(0, ...shares);
  const isNamed = best >= (SPEAKS_OF_REPORTS.test(text) ? 1 : LEAST_SHARED);
  return isNamed && shares.filter(share => share === best).length === 1 ? entries[shares.indexOf(best)] : undefined;
}

const SPEAKS_OF_REPORTS = /리포트|보고서|레포트/;
/** One pair of syllables is shared by chance: 회원 is in a title, and in many a question about another report. */
const LEAST_SHARED = 2;
