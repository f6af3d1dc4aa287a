const PIECES = /[가-힣]+|[a-z]+|\d+(?:\.\d+)?/g;
const MAX_CHARACTERS = 30_000;

/**
 * Words of questions about anything, whole or with what hangs on them: askings, pointing, politeness, and what
 * speaks of a report as such. They say nothing of what is asked.
 */
const EMPTY_WORD =
  /^(?:지금|오늘|어제|내일|요즘|혹시|그냥|정말|진짜|제일|가장|우리|저희|이번|저번|그럼|그러면|그리고|그런데|근데|그래서|그건|그거|이건|이거|저건|여기|거기|무엇|뭐|뭔|뭘|무슨|어떤|어느|누가|누구|언제|어디|어떻|어때|왜|얼마|몇|좀|더|다시|자세|간단|쉽게|알려|말해|설명|보여|찾아|궁금|부탁|해줘|해주|주세요|줘|있|없|하나|되나|인가|일까|나요|까요|건가|거야|이야|해요|해|요|수|것|때|등|및)[가-힣]*$/;
const OF_THE_REPORT =
  /요약|정리|핵심|결론|포인트|내용|리포트|보고서|레포트|목차|제목|한\s?줄|한\s?마디|시사점|인사이트|총평|전반|전체|개요|중요|주목|무엇을\s?말|summary/i;
/** What may be asked of any report, in words that this one need not use: 다음에 할 일은? 왜 떨어졌어? 목표는? */
const ASKABLE =
  /^(?:다음|앞으로|향후|할일|일은|일이|일을|계획|전망|예상|목표|과제|제안|대책|조치|개선|해결|문제|원인|이유|까닭|배경|영향|결과|성과|실적|변화|추이|추세|증가|감소|늘|줄|오르|올랐|올라|내리|내렸|내려|떨어|커|컸|작|높|낮|많|적|좋|나쁘|나빠|잘|못|최고|최대|최저|최소|첫째|순위|비교|차이|평균|합계|전체|수치|숫자|기간|시기|담당|맡|돈|비용|금액|가격|매출|이익|회사|사람|고객|점은|점이|점을|점과|점도)[가-힣]*$/;
/** An asking that leans on what was said before. */
const LEANS_BACK =
  /^(?:아\s*)?(?:그럼|그러면|그렇다면|그건|그거|그게|그것|그때|이건|이거|그중|그리고|또|그래서|그런데|근데|왜|어째서|언제|얼마|어디|어떻게|누가|더|자세히|다시|예를)/;
const MAX_LEANING_WORDS = 3;

/** What texts are compared by: pairs of neighbouring syllables within a word; Latin words and numbers whole. */
export function tokensOf(text: string): ReadonlySet<string> {
  const tokens = new Set<string>();
  for (const word of wordsOf(text)) {
    if (!/^[가-힣]/.test(word)) tokens.add(word);
    else if (!EMPTY_WORD.test(word))
      for (let at = 0; at + 2 <= word.length; at += 1) tokens.add(word.slice(at, at + 2));
  }
  return tokens;
}

/** The words of a question that name its matter; none in 다음에 할 일은? */
export function mattersOf(text: string): readonly string[] {
  return wordsOf(text).filter(word => word.length > 1 && !EMPTY_WORD.test(word) && !ASKABLE.test(word));
}

/** Whether a question is about the report as a whole: 요약해 줘, 핵심이 뭐야? */
export function asksForTheWhole(text: string): boolean {
  return OF_THE_REPORT.test(text);
}

/** Whether a question only makes sense behind another one: 왜요? 그럼 9월은? */
export function leansBack(text: string): boolean {
  return LEANS_BACK.test(text.trim()) && wordsOf(text).length <= MAX_LEANING_WORDS;
}

function wordsOf(text: string): readonly string[] {
  const plain = text
    .slice(0, MAX_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3})/g, '');
  return plain.match(PIECES) ?? [];
}
