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
  readonly byAnchor: ReadonlyMap<string, number>;
}

export const FAR: Nearness = { ofAll: 0, byAnchor: new Map() };

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
  const piecesOfAll = all.map(({ text }) => piecesOf(text));
  const postings = new Map<string, number[]>();
  for (const [position, pieces] of piecesOfAll.entries()) {
    for (const piece of pieces) postings.getOrInsertComputed(piece, () => []).push(position);
  }
  const squareOf = (samples: number): number => Math.log(1 + all.length / (0.5 + Math.max(0.5, samples))) ** 2;
  const known = new Map(
    [...postings].map(([piece, positions]) => [piece, { positions, square: squareOf(positions.length) }]),
  );
  const squareOfUnknown = squareOf(0);
  const normOf = (pieces: ReadonlySet<string>): number => {
    let sum = 0;
    for (const piece of pieces) sum += known.get(piece)?.square ?? squareOfUnknown;
    return Math.sqrt(sum);
  };
  const norms = piecesOfAll.map(normOf);

  /** By the samples' positions; 0 for those that have nothing in common. A question meets hundreds of them. */
  function productsOf(pieces: ReadonlySet<string>): Float64Array {
    const products = new Float64Array(all.length);
    for (const piece of pieces) {
      const entry = known.get(piece);
      if (!entry) continue;
      for (const position of entry.positions) products[position] = (products[position] ?? 0) + entry.square;
    }
    return products;
  }

  return {
    nearest(wordings) {
      const nearest = new Map<number, { ofAll: number; byAnchor: Map<string, number> }>();
      for (const wording of new Set(wordings)) {
        const pieces = piecesOf(wording);
        const norm = normOf(pieces);
        for (const [position, product] of productsOf(pieces).entries()) {
          const sample = all[position];
          if (product === 0 || !sample) continue;
          const cosine = product / (norm * (norms[position] ?? 1));
          let found = nearest.get(sample.article);
          if (!found) nearest.set(sample.article, (found = { ofAll: 0, byAnchor: new Map() }));
          if (cosine > found.ofAll) found.ofAll = cosine;
          if (sample.anchor === undefined) continue;
          if (cosine > (found.byAnchor.get(sample.anchor) ?? 0)) found.byAnchor.set(sample.anchor, cosine);
        }
      }
      return nearest;
    },
  };
}

/** Runs of three letters, the text's begin and end included. */
function piecesOf(text: string): ReadonlySet<string> {
  const plain = text
    .slice(0, MAX_TEXT_LENGTH)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^가-힣a-z0-9]/g, '');
  const letters = `^${plain.normalize('NFD')}$`;
  const pieces = new Set<string>();
  for (let at = 0; at + PIECE_LETTERS <= letters.length; at += 1) pieces.add(letters.slice(at, at + PIECE_LETTERS));
  return pieces;
}
