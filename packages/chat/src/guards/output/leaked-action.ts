import type { OutputRule } from './output-rule.ts';

/** Marks of prompts, of tool calls and of models' own formats. None of them is a word to a customer. */
const MARKS: readonly RegExp[] = [
  /<\/?(?:source|customer-message|system|assistant|user|tool|tool_call|function|function_calls?|invoke|parameter|thinking)\b/i,
  /<\|[^|\n]{1,60}\|>|\[\/?INST\]|<<\/?SYS>>|<start_of_turn>/i,
  /"(?:tool_calls?|function_call|tool_use|tool_call_id|tool_choice|arguments|inputText|input_schema|callKey)"\s{0,5}:/i,
  /\{\s{0,10}"[\w.-]{1,60}"\s{0,5}:/,
];
/** A key or token: a short word, a sign, and many letters and digits without a blank. */
const SECRET = /\b(?:sk|pk|rk|ak|api|key|token|bearer|ghp|xox[abp]|akia)[-_ ]?[A-Za-z0-9][A-Za-z0-9_-]{15,200}/i;
/** Text in a code that nobody reads: base64, hexadecimal. */
const ENCODED = /[A-Za-z0-9+/=_-]{48,}/;
/** A name that is an identifier, so that it is no ordinary word as well. */
const IDENTIFIER = /[a-z0-9][_.-][a-z0-9]|[a-z][A-Z]/;
const MANY_DIGITS = /\d.*\d|[+/=]/;

/** A sentence that holds what passes between model and tools: calls, arguments, names of tools, keys. */
export const leakedAction: OutputRule = {
  name: 'leaked-action',
  blocks({ sentence, tail }, facts) {
    // A mark may have been cut in two by the end of a held text.
    const text = tail.slice(-MARK_CHARS) + sentence;
    if (MARKS.some(mark => mark.test(text))) return true;
    if (facts.toolNames.some(name => IDENTIFIER.test(name) && hasWord(text, name))) return true;
    return [SECRET, ENCODED].some(pattern => {
      const found = pattern.exec(text)?.[0];
      return found !== undefined && MANY_DIGITS.test(found) && !facts.hasGround(found);
    });
  },
};

const MARK_CHARS = 60;

function hasWord(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + name.length] ?? ' ');
}
