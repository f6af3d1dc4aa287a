import type { CitableSource } from '@naru/chat/assistant';
import { estimateTokens, type Message } from '@naru/language-model';
import { sectionAnchor, SUMMARY_ANCHOR, type Report } from '../reports/report.ts';
import { bestQuote } from './best-quote.ts';
import { fitText } from './fit-text.ts';
import { asksForTheWhole, leansBack, mattersOf, tokensOf } from './korean-words.ts';
import { rankSections, type RankedSection } from './rank-sections.ts';

/** How much of a report goes with a question. */
export interface SourceLimits {
  /** Of the sections together, by the estimate. */
  readonly maxTokens: number;
  readonly maxSections: number;
}

/** A section that gets less than this is left out: a torn scrap misleads. */
const LEAST_TOKENS = 60;

/**
 * What an answer may draw on: the sections that fit the question within the limits, the best first, and the summary.
 * Nothing where the report does not speak of what is asked at all. A small report goes along whole.
 */
export function chooseSources(
  report: Report,
  { text, history }: { readonly text: string; readonly history: readonly Message[] },
  limits: SourceLimits,
): readonly CitableSource[] {
  const own = tokensOf(text);
  const before = history.findLast(({ role }) => role === 'user');
  const isLeaning = before?.role === 'user' && (leansBack(text) || own.size === 0);
  const asked = isLeaning ? new Set([...own, ...tokensOf(before.text)]) : own;
  const isForTheWhole = asksForTheWhole(text) || asked.size === 0;
  if (!isForTheWhole && !isLeaning && isForeign(report, text)) return [];

  const ranked = rankSections(report, asked);
  const hasMatch = (ranked[0]?.score ?? 0) > 0;
  const sections = fitting(ranked, asked, limits).map(({ section, index, text: body }) =>
    toSource(report, sectionAnchor(index), section.heading, body, asked),
  );
  const summary = toSource(report, SUMMARY_ANCHOR, '요약', `${report.headline}\n\n${report.summary}`, asked);
  return hasMatch && !isForTheWhole ? [...sections, summary] : [summary, ...sections];
}

/** Whether a question names a matter, and the report speaks of none that it names. */
function isForeign({ title, headline, summary, sections }: Report, text: string): boolean {
  const matters = mattersOf(text);
  if (matters.length === 0) return false;
  const asked = [...tokensOf(matters.join(' '))];
  const texts = [title, headline, summary, ...sections.flatMap(({ heading, body }) => [heading, body])];
  return !texts.some(said => {
    const held = tokensOf(said);
    return asked.some(token => held.has(token));
  });
}

function fitting(
  ranked: readonly RankedSection[],
  asked: ReadonlySet<string>,
  { maxTokens, maxSections }: SourceLimits,
): readonly (RankedSection & { readonly text: string })[] {
  const chosen: (RankedSection & { readonly text: string })[] = [];
  let left = maxTokens;
  for (const candidate of ranked) {
    if (chosen.length === maxSections || left < LEAST_TOKENS) break;
    const text = fitText(candidate.section.body, asked, left);
    chosen.push({ ...candidate, text });
    left -= estimateTokens(text);
  }
  return chosen;
}

function toSource(
  report: Report,
  anchor: string,
  heading: string,
  text: string,
  asked: ReadonlySet<string>,
): CitableSource {
  return {
    id: `${report.id}#${anchor}`,
    title: `${report.title} › ${heading}`,
    text,
    docId: report.id,
    anchor,
    quote: bestQuote(text, asked),
  };
}
