import type { CitableSource } from '@naru/chat/assistant';
import { estimateTokens } from '@naru/language-model';
import type { Passage } from './article.ts';
import { suitsAsked } from './asked-for.ts';
import { bestQuote, cutSentences, type CutSentence } from './best-quote.ts';
import { inArticleWords } from './customer-words.ts';
import { holdsForeignPhrase } from './foreign-phrases.ts';
import type { KnowledgeIndex } from './knowledge-index.ts';
import { wordsOf } from './korean-tokens.ts';
import {
  isAnchored,
  rankArticles,
  scoreText,
  weighQuestion,
  type QueryWord,
  type RankedArticle,
} from './rank-articles.ts';

export interface RetrievalSettings {
  /** Covered share of the question's idf mass and nearness to a sample question together; less is nothing found. */
  readonly minEvidence: number;
  /** The same for a question that names no matter of the shop, as the articles' titles have it. */
  readonly minEvidenceUnanchored: number;
  /** Nearness that a question needs whose every word stands in questions about anything. */
  readonly minNearness: number;
  /** Share of the best article's score that a further article needs. */
  readonly minRelativeScore: number;
  readonly maxArticles: number;
  readonly maxSources: number;
  /** Estimated tokens of all sources together; the first always fits. */
  readonly maxSourceTokens: number;
}

export const RETRIEVAL_DEFAULTS: RetrievalSettings = {
  minEvidence: 0.62,
  minEvidenceUnanchored: 0.77,
  minNearness: 0.42,
  minRelativeScore: 0.32,
  maxArticles: 3,
  maxSources: 4,
  maxSourceTokens: 1_600,
};

export interface Retrieval {
  /** Best first; empty means that the knowledge base does not speak of the question. */
  readonly sources: readonly CitableSource[];
  /** Whether the question holds anything to look up, beyond fillers. */
  readonly speaksOfSomething: boolean;
  /** Of the best article, found or not; 0 to 1. */
  readonly coverage: number;
  /** How near that article's sample questions come; 0 to 1. */
  readonly nearness: number;
}

/** What a passage has before any word is found in it, so that what it tells counts too. */
const PASSAGE_BASE = 2;
const LATER_FACTOR = 0.93;
/** How much a sample question says of which passage answers. */
const NEAR_PASSAGE = 8;
/** A question without a word of its own (언제 되나요?) must be a sample question itself. */
const NEARLY_THE_SAME = 0.8;
/** So near, a sample question tells more than words that no article has. */
const NEAR_ENOUGH = 0.68;
const NEARNESS_WEIGHT = 1.25;
/** What a question that names another matter needs more. */
const FOREIGN_SURCHARGE = 0.8;

/**
 * Whether the best article speaks of the question: by the covered share of what it is about, and by how near it
 * comes to a sample question. Where all its words are those of any question (언제 와요?), the latter alone tells.
 */
function isFound(
  index: KnowledgeIndex,
  question: readonly QueryWord[],
  best: RankedArticle,
  isOfOthers: boolean,
  settings: RetrievalSettings,
): boolean {
  const { coverage } = best;
  const nearness = best.nearness.ofAll;
  const told = question.filter(({ mass }) => mass > 0);
  if (told.length === 0) return nearness >= (question.length > 0 ? settings.minNearness : NEARLY_THE_SAME);
  const least = isAnchored(index, question) ? settings.minEvidence : settings.minEvidenceUnanchored;
  const surcharge = isOfOthers || told.some(({ isForeign }) => isForeign) ? FOREIGN_SURCHARGE : 0;
  if (surcharge === 0 && nearness >= NEAR_ENOUGH) return true;
  return coverage + NEARNESS_WEIGHT * nearness >= least + surcharge;
}

/** Finds the passages that speak of a question. Pure: the same index and question give the same sources. */
export function retrieve(index: KnowledgeIndex, question: string, settings: RetrievalSettings): Retrieval {
  const translated = inArticleWords(question);
  const weighed = weighQuestion(index, wordsOf(translated));
  const asAsked = translated === question ? weighed : weighQuestion(index, wordsOf(question));
  const isOfOthers = asAsked.some(({ isForeign, mass }) => isForeign && mass > 0);
  const ranked = rankArticles(index, weighed, index.samples.nearest([question, translated]));
  const best = ranked[0];
  if (!best || holdsForeignPhrase(question) || !isFound(index, weighed, best, isOfOthers, settings)) {
    return {
      sources: [],
      coverage: best?.coverage ?? 0,
      nearness: best?.nearness.ofAll ?? 0,
      speaksOfSomething: weighed.length > 0,
    };
  }
  const near = ranked
    .slice(0, settings.maxArticles)
    .filter(({ score }) => score >= best.score * settings.minRelativeScore);
  const sources = withinLimits(sourcesOf(index, { words: weighed, text: question }, near), settings);
  return { sources, coverage: best.coverage, nearness: best.nearness.ofAll, speaksOfSomething: true };
}

interface AskedQuestion {
  readonly words: readonly QueryWord[];
  readonly text: string;
}

interface ArticleAsked extends Pick<RankedArticle, 'entry'> {
  readonly byAnchor: ReadonlyMap<string, number>;
}

/** The best passage of each article in order, then the second of each. */
function sourcesOf(
  index: KnowledgeIndex,
  asked: AskedQuestion,
  ranked: readonly RankedArticle[],
): readonly CitableSource[] {
  const passages = ranked.map(({ entry, nearness }) => {
    const byAnchor = nearness.byAnchor();
    return (
      entry.passages
        .map((_, position) => ({ position, score: scorePassage(index, asked, { entry, byAnchor }, position) }))
        .filter(({ score }, position) => score > PASSAGE_BASE * 2 || position === 0)
        .toSorted((a, b) => b.score - a.score)
        // Of each article two may be given.
        .slice(0, 2)
        .flatMap(({ position }) => sourceOf(entry.article, position, asked.words))
    );
  });
  return [0, 1].flatMap(round => passages.flatMap(ofArticle => ofArticle[round] ?? []));
}

/** By its words, by the samples it answers, and by whether it tells what is asked for; of equal ones the earlier, which tells the main thing. */
function scorePassage(
  index: KnowledgeIndex,
  { words, text }: AskedQuestion,
  { entry: { article, passages }, byAnchor }: ArticleAsked,
  position: number,
): number {
  const weighed = passages[position];
  const passage = article.passages[position];
  if (!weighed || !passage) return 0;
  const score = PASSAGE_BASE + scoreText(words, weighed, index.averageLength);
  const near = byAnchor.get(passage.anchor) ?? 0;
  const suits = suitsAsked(text, passage.heading, passage.text) * (1 + NEAR_PASSAGE * near ** 2);
  return score * suits * LATER_FACTOR ** position;
}

function sourceOf(
  article: RankedArticle['entry']['article'],
  position: number,
  question: readonly QueryWord[],
): readonly CitableSource[] {
  const passage = article.passages[position];
  if (!passage) return [];
  return [
    {
      id: `${article.id}#${passage.anchor}`,
      title: `${article.title} › ${passage.heading}`,
      text: passage.text,
      docId: article.id,
      anchor: passage.anchor,
      quote: bestQuote(sentencesOfPassage(passage), question),
    },
  ];
}

function withinLimits(sources: readonly CitableSource[], settings: RetrievalSettings): readonly CitableSource[] {
  const kept: CitableSource[] = [];
  let tokens = 0;
  for (const source of sources.slice(0, settings.maxSources)) {
    tokens += estimateTokens(source.title) + estimateTokens(source.text);
    if (kept.length > 0 && tokens > settings.maxSourceTokens) break;
    kept.push(source);
  }
  return kept;
}

/** Cut when they are first quoted from; gone with their index. */
const CUT = new WeakMap<Passage, readonly CutSentence[]>();

function sentencesOfPassage(passage: Passage): readonly CutSentence[] {
  let sentences = CUT.get(passage);
  if (!sentences) CUT.set(passage, (sentences = cutSentences(passage.text)));
  return sentences;
}
