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
  const weight = (piece: string): number =>
    Math.log(1 + all.length / (0.5 + Math.max(0.5, postings.get(piece)?.length ?? 0)));
  const normOf = (pieces: ReadonlySet<string>): number =>
    Math.sqrt([...pieces].reduce((sum, piece) => sum + weight(piece) ** 2, 0));
  const norms = piecesOfAll.map(normOf);

  function productsOf(pieces: ReadonlySet<string>): ReadonlyMap<number, number> {
    const products = new Map<number, number>();
    for (const piece of pieces) {
      const square = weight(piece) ** 2;
      for (const position of postings.get(piece) ?? []) products.set(position, (products.get(position) ?? 0) + square);
    }
    return products;
  }

  return {
    nearest(wordings) {
      const nearest = new Map<number, { ofAll: number; byAnchor: Map<string, number> }>();
      for (const wording of new Set(wordings)) {
        const pieces = piecesOf(wording);
        const norm = normOf(pieces);
        for (const [position, product] of productsOf(pieces)) {
          const sample = all[position];
          if (!sample) continue;
          const cosine = product / (norm * (norms[position] ?? 1));
          const found = nearest.getOrInsertComputed(sample.article, () => ({ ofAll: 0, byAnchor: new Map() }));
          found.ofAll = Math.max(found.ofAll, cosine);
          if (sample.anchor === undefined) continue;
          found.byAnchor.set(sample.anchor, Math.max(found.byAnchor.get(sample.anchor) ?? 0, cosine));
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
