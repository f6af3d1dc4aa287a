/**
 * Particles and verb endings that are taken off the end of a word, longest first. Endings that are as often
 * part of a noun (`지`, `고`, `서`, `면` …) are left: a bigram too many costs less than a lost noun.
 */
const ENDINGS = [
  // particles
  '에서는 에서도 에서만 에서 에게서 에게 이야 이니 이냐 에는 에도 에만 에 으로는 으로도 으로만 으로 로는 로도 로만 까지는 까지도 까지 부터는 부터 마다 보다 처럼 만큼 이랑은 이랑 랑은 랑 하고는 이나 은요 는요 이요 가요 도요 은 는 이 가 을 를 와 과 도 만 의 요 들은 들이 들을 들',
  // verb and adjective endings after 하다, 되다, 있다 and others
  '했는데요 했는데 했어요 했나요 했더니 했다가 했다 했음 했네 했 하는데요 하는데도 하는데 하는건 하는걸 하는게 하는 하면서 하면은 하기가 하기는 하기 하고 하다가 하다 하던데 하네요 하네 하지 하게 하거나 하시 하셔 하러 한다고 한다 한데 한지 한게 한거 한 할때 할땐 할게 할거 할래요 할래 할 해서 해요 해야 해도 해버 해졌 해 됐는데 됐어요 됐나요 됐다 됐 되었 된다고 된다 된건 된거 된 될때 될 던데요 던데 는데요 는데 은데요 은데 네요 군요 거든요 잖아요 어요 아요 워요 려요 려고 려면 으면 면은 대요 래요 세요 시나 시면 냐고 라고 라는 라서 다고 다는 임 음 함',
]
  .flatMap(line => line.split(' '))
  .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** By their last syllable, which a word either has or not; each list longest first. */
const ENDINGS_BY_LAST: ReadonlyMap<string, readonly string[]> = Map.groupBy(ENDINGS, ending => ending.at(-1) ?? '');

const MAX_ENDINGS = 3;
const MIN_STEM_LENGTH = 2;

/** The word without its endings; at least two syllables stay. */
export function stemOf(word: string): string {
  let stem = word;
  for (let count = 0; count < MAX_ENDINGS; count += 1) {
    const ending = ENDINGS_BY_LAST.get(stem.at(-1) ?? '')?.find(
      one => stem.length - one.length >= MIN_STEM_LENGTH && stem.endsWith(one),
    );
    if (!ending) return stem;
    stem = stem.slice(0, -ending.length);
  }
  return stem;
}

/** Endings that only verbs and adjectives have, as people write them to a shop. */
const PREDICATE =
  /(요|죠|니다|니까|는데|은데|인데|던데|텐데|려고|려구|려면|냐|까|줘|줌|해|돼|됨|됐음|했음|았음|었음|하나|되나|는지|은지|아서|어서|해서|면서|다가|다고|다는|래|대요|았어|었어|겠어|싶어|싶음|하고|되고|하면|되면|으면|하는|되는|없는|있는|했던|하던|해야|네|군|여|염|용|삼|듯|할|볼|낼|한|된|했|됐|왔|났|졌)$/;

export function isPredicate(word: string): boolean {
  return word.length > 1 && PREDICATE.test(word);
}
