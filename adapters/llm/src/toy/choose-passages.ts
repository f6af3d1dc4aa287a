import type { Source } from '@naru/language-model';
import { relevanceOf, type Relevance } from './passage-relevance.ts';
import { readPassages, type Passage } from './read-passages.ts';

/** A passage of a source. */
export interface ChosenPassage extends Passage {
  readonly title: string;
  /** As the answer cites it, from 1. */
  readonly sourceNumber: number;
  readonly sourceId: string;
}

export interface ReadSource {
  readonly number: number;
  readonly passages: readonly ChosenPassage[];
}

const MAX_PASSAGES = 3;
const MAX_SOURCES_READ = 8;
const MAX_PASSAGES_READ = 60;
const MAX_SOURCE_CHARACTERS = 20_000;
/** A later source takes the answer over only when it fits so much better for each place that it stands later. */
const RANK_DECAY = 0.5;
/** What a source has for its place alone, so that one shared syllable does not beat the retrieval's order. */
const PLACE_SCORE = 0.6;
/** Each place further down in its source counts so much less: the main thing is told first. */
const POSITION_DECAY = 0.85;
/** Share of what is asked that only a second source tells, from which on it is told too. */
const MIN_GAIN = 0.45;
/** A sentence that leans on the one before it. */
const LEANS_BACK = /^(?:그래도|그러나|하지만|다만|이때|이 경우|이런|그 뒤|그 밖|이후|또한|또는|이 |그 )/;

/**
 * The passages that answer the question: up to three in a row from the one source that fits best, so that they
 * read as they were written; and one of a second source, where it alone speaks of a further matter that was
 * asked for (배송비하고 반품비). When nothing matches, the first source's beginning is the answer: the retrieval
 * found it for a reason.
 */
export function choosePassages(question: string, sources: readonly Source[]): readonly ChosenPassage[] {
  const read = sources
    .slice(0, MAX_SOURCES_READ)
    .map(toReadSource)
    .filter(({ passages }) => passages.length > 0);
  const relevance = relevanceOf(question, read);
  const ranked = read
    .map(source => ({
      source,
      score: (PLACE_SCORE + Math.max(...source.passages.map(relevance.score))) * decay(source, read),
    }))
    .toSorted((a, b) => b.score - a.score);
  const main = ranked[0]?.source;
  if (!main) return [];
  const told = around(bestAt(main, relevance), main.passages);
  // What the main source does not name at all was not asked in the articles' words: no second guess then.
  if (!main.passages.some(passage => relevance.score(passage) > 0)) return told;
  const further = read.find(source => source !== main && relevance.gain(source.passages, main.passages) >= MIN_GAIN);
  if (!further) return told;
  const added = further.passages[bestAt(further, relevance)];
  return added ? [...told.slice(0, MAX_PASSAGES), added] : told;
}

function toReadSource({ id, title, text }: Source, index: number): ReadSource {
  const number = index + 1;
  const passages = readPassages(text.slice(0, MAX_SOURCE_CHARACTERS)).slice(0, MAX_PASSAGES_READ);
  return { number, passages: passages.map(passage => ({ ...passage, title, sourceNumber: number, sourceId: id })) };
}

function decay({ number }: ReadSource, read: readonly ReadSource[]): number {
  return RANK_DECAY ** (number - (read[0]?.number ?? number));
}

/** The best passage; a list that the source begins with tells more than the remark below it. */
function bestAt({ passages }: ReadSource, { score }: Relevance): number {
  const scores = passages.map((passage, position) => score(passage) * POSITION_DECAY ** position);
  const best = scores.indexOf(Math.max(...scores));
  const opensWithList = passages[0]?.items !== undefined && passages[best]?.heading === passages[0].heading;
  return opensWithList ? 0 : best;
}

/** The best passage and its neighbours under the same heading; a list stands alone. */
function around(best: number, all: readonly ChosenPassage[]): readonly ChosenPassage[] {
  const chosen = all[best];
  if (!chosen) return [];
  if (chosen.items) return [chosen];
  const isNear = (at: number): boolean => {
    const passage = all[at];
    return passage !== undefined && !passage.items && passage.heading === chosen.heading;
  };
  let from = best;
  // A section tells the main thing first: from there, where the best is not far.
  while (best - from + 1 < MAX_PASSAGES && isNear(from - 1)) from -= 1;
  if (isNear(from - 1) && !LEANS_BACK.test(all[best]?.text ?? '')) from = best;
  let to = best;
  while (to - from + 1 < MAX_PASSAGES && isNear(to + 1)) to += 1;
  return all.slice(from, to + 1);
}
