import type { OutputRule } from './output-rule.ts';

const HANGUL = /\p{Script=Hangul}/gu;
/** Letters of scripts other than Hangul: where there is none, nothing needs counting. */
const FOREIGN =
  /[a-z\u00aa-\u10ff\u1200-\u1fff\u2c00-\u2dff\u3040-\u312f\u31a0-\u9fff\ua000-\ua95f\ua980-\uabff\uf900-\uffef\ud800-\udfff]/i;
const WORD = /[\p{L}\p{M}]{2,40}/gu;
/** Below this many letters a foreign phrase is a name or a title; fewer where not one syllable is Korean. */
const FOREIGN_LETTERS = 20;
const FOREIGN_LETTERS_ALONE = 10;
/** Han, kana, Cyrillic, Arabic and the like have no place in an answer beyond a short name. */
const OTHER_SCRIPTS = /(?:(?!\p{Script=Hangul}|\p{Script=Latin})\p{L}){2,}/gu;
const OTHER_LETTERS = 6;

/**
 * A sentence that is not Korean, though the customer wrote Korean, alone or as the end of several. Words of the
 * sources are not foreign.
 */
export const wrongLanguage: OutputRule = {
  name: 'wrong-language',
  blocks({ sentence, tail }, facts) {
    if (!facts.wantsKorean) return false;
    const text = tail + sentence;
    if (!FOREIGN.test(text)) return false;
    const hangul = text.match(HANGUL)?.length ?? 0;
    const words = (text.match(WORD) ?? []).filter(word => !/\p{Script=Hangul}/u.test(word));
    const strange = words.filter(word => !facts.hasGround(word));
    const letters = strange.reduce((sum, word) => sum + word.length, 0);
    if (letters >= (hangul === 0 ? FOREIGN_LETTERS_ALONE : FOREIGN_LETTERS) && letters > hangul * 2) return true;
    const others = strange.flatMap(word => word.match(OTHER_SCRIPTS) ?? []);
    const otherLetters = others.reduce((sum, word) => sum + word.length, 0);
    return otherLetters >= OTHER_LETTERS && otherLetters > hangul;
  },
};
