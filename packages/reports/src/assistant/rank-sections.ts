import type { Report, ReportSection } from '../reports/report.ts';
import { tokensOf } from './korean-words.ts';

export interface RankedSection {
  readonly section: ReportSection;
  /** Its place in the report, from 0. */
  readonly index: number;
  /** 0 where it shares nothing with the question. */
  readonly score: number;
}

const HEADING_WEIGHT = 2;
/** From here on, length is held against a section: it must not win by holding everything. */
const USUAL_TOKENS = 120;

/**
 * The sections by how well they fit what is asked, the best first; equals in reading order. Rare tokens count more
 * (inverse document frequency over this report's sections), those in a heading twice.
 */
export function rankSections({ sections }: Report, asked: ReadonlySet<string>): readonly RankedSection[] {
  const held = sections.map(({ heading, body }) => ({ heading: tokensOf(heading), body: tokensOf(body) }));
  const holders = (token: string): number =>
    held.filter(({ heading, body }) => heading.has(token) || body.has(token)).length;
  const weights = new Map(Array.from(asked, token => [token, Math.log(1 + sections.length / (1 + holders(token)))]));
  return sections
    .map((section, index) => {
      const { heading, body } = held[index] ?? { heading: new Set(), body: new Set() };
      let sum = 0;
      for (const [token, weight] of weights) {
        sum += weight * ((heading.has(token) ? HEADING_WEIGHT : 0) + (body.has(token) ? 1 : 0));
      }
      return { section, index, score: sum / Math.sqrt(1 + body.size / USUAL_TOKENS) };
    })
    .toSorted((one, other) => other.score - one.score || one.index - other.index);
}
