/** A question that an article answers. */
export interface Sample {
  /** Position of its article. */
  readonly article: number;
  readonly text: string;
  /** Of the passage that answers it. */
  readonly anchor?: string | undefined;
}

/** How near a question comes to an article's samples; 0 to 1. */
export interface Nearness {
  readonly ofAll: number;
  /** Of the samples that a passage answers, by its anchor. Asked for the best articles only. */
  byAnchor(): ReadonlyMap<string, number>;
}

export const FAR: Nearness = { ofAll: 0, byAnchor: () => new Map() };

export interface SampleMatcher {
  /**
   * By the articles' positions.
   *
   * @param wordings one question in several wordings; the nearest counts
   */
  nearest(wordings: readonly string[]): ReadonlyMap<number, Nearness>;
}

/** Letters a piece spans: about a syllable and a half. */
const PIECE_LETTERS = 3;
const MAX_TEXT_LENGTH = 300;

/**
 * Compares whole questions by runs of three letters (jamo), weighed by how rare they are, as the cosine of the
 * two. Spaces and marks are left out, so that spacing does not matter, and a typing error (결재, 횐불) or another
 * ending (왔어요, 와요) spoils a few runs only.
 */
export function createSampleMatcher(all: readonly Sample[]): SampleMatcher {
  const piecesOfAll = all.map(({ text }) => piecesOf(plainOf(text)));
  const articles = Int32Array.from(all, ({ article }) => article);
  const postings = new Map<number, number[]>();
  for (const [position, pieces] of piecesOfAll.entries()) {
    for (const piece of pieces) postings.getOrInsertComputed(piece, () => []).push(position);
  }
  const squareOf = (samples: number): number => Math.log(1 + all.length / (0.5 + Math.max(0.5, samples))) ** 2;
  const known = new Map(
    [...postings].map(([piece, positions]) => [
      piece,
      { positions: Int32Array.from(positions), square: squareOf(positions.length) },
    ]),
  );
  const squareOfUnknown = squareOf(0);
  const normOf = (pieces: ReadonlySet<number>): number => {
    let sum = 0;
    for (const piece of pieces) sum += known.get(piece)?.square ?? squareOfUnknown;
    return Math.sqrt(sum);
  };
  const norms = piecesOfAll.map(normOf);

  // One question at a time, and all of it is left at 0 again.
  const products = new Float64Array(all.length);

  /** Calls back with each sample that has something in common, and how much of both that is. */
  function forEachMet(pieces: ReadonlySet<number>, meet: (position: number, product: number) => void): void {
    const met: number[] = [];
    for (const piece of pieces) {
      const entry = known.get(piece);
      if (!entry) continue;
      const { positions, square } = entry;
      for (let at = 0; at < positions.length; at += 1) {
        const position = positions[at] ?? 0;
        const before = products[position] ?? 0;
        if (before === 0) met.push(position);
        products[position] = before + square;
      }
    }
    for (const position of met) {
      meet(position, products[position] ?? 0);
      products[position] = 0;
    }
  }

  const samplesOfArticle = Map.groupBy(all.keys(), position => all[position]?.article ?? 0);

  return {
    nearest(wordings) {
      const cosines = new Float64Array(all.length);
      const best = new Map<number, number>();
      for (const wording of new Set(wordings.map(plainOf))) {
        const pieces = piecesOf(wording);
        const norm = normOf(pieces);
        forEachMet(pieces, (position, product) => {
          const cosine = product / (norm * (norms[position] ?? 1));
          if (cosine <= (cosines[position] ?? 0)) return;
          cosines[position] = cosine;
          const article = articles[position] ?? 0;
          if (cosine > (best.get(article) ?? 0)) best.set(article, cosine);
        });
      }
      const nearest = new Map<number, Nearness>();
      for (const [article, ofAll] of best) {
        nearest.set(article, { ofAll, byAnchor: () => anchorsNear(samplesOfArticle.get(article) ?? [], cosines) });
      }
      return nearest;
    },
  };

  function anchorsNear(positions: readonly number[], cosines: Float64Array): ReadonlyMap<string, number> {
    const byAnchor = new Map<string, number>();
    for (const position of positions) {
      const anchor = all[position]?.anchor;
      const cosine = cosines[position] ?? 0;
      if (anchor !== undefined && cosine > (byAnchor.get(anchor) ?? 0)) byAnchor.set(anchor, cosine);
    }
    return byAnchor;
  }
}

/** The text without spaces and marks. */
function plainOf(text: string): string {
  return text
    .slice(0, MAX_TEXT_LENGTH)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^가-힣a-z0-9]/g, '');
}

/**
 * Runs of three letters, the text's begin and end included. A run is a number, seven bits a letter, which is looked up
 * faster than a text.
 */
function piecesOf(plain: string): ReadonlySet<number> {
  const letters = lettersOf(plain);
  const pieces = new Set<number>();
  let run = 0;
  for (const [at, letter] of letters.entries()) {
    run = ((run << LETTER_BITS) | letter) & RUN_MASK;
    if (at + 1 >= PIECE_LETTERS) pieces.add(run);
  }
  return pieces;
}

const LETTER_BITS = 7;
const RUN_MASK = (1 << (LETTER_BITS * PIECE_LETTERS)) - 1;
const [BEGIN, END, FIRST_PLAIN, FIRST_INITIAL, FIRST_MEDIAL, FIRST_FINAL] = [1, 2, 3, 40, 60, 82] as const;
const [FIRST_SYLLABLE, MEDIALS, FINALS] = [0xac00, 21, 28] as const;

/** Jamo as the Unicode standard takes a syllable apart (3.12), digits and Latin letters; each below 128. */
function lettersOf(plain: string): readonly number[] {
  const letters: number[] = [BEGIN];
  for (let at = 0; at < plain.length; at += 1) {
    const unit = plain.charCodeAt(at);
    if (unit < FIRST_SYLLABLE) {
      letters.push(FIRST_PLAIN + (unit <= 0x39 ? unit - 0x30 : unit - 0x61 + 10));
      continue;
    }
    const syllable = unit - FIRST_SYLLABLE;
    const final = syllable % FINALS;
    letters.push(FIRST_INITIAL + Math.floor(syllable / (MEDIALS * FINALS)));
    letters.push(FIRST_MEDIAL + (Math.floor(syllable / FINALS) % MEDIALS));
    if (final > 0) letters.push(FIRST_FINAL + final);
  }
  letters.push(END);
  return letters;
}
