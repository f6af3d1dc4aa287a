/** Control and format characters, but for line ends and tabs. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Puts text that others wrote between two tags, as data. Nothing inside can close the fence or open another:
 * no angle bracket and no unseen character is left in it.
 *
 * @param attributes trusted names; values may be anything
 */
export function fenced(tag: string, text: string, attributes: Readonly<Record<string, string | number>> = {}): string {
  const pairs = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${asData(String(value)).replaceAll('"', '”')}"`,
  );
  return `<${tag}${pairs.join('')}>\n${asData(text)}\n</${tag}>`;
}

function asData(text: string): string {
  // NFKC-like look-alikes of the brackets too: a model may read them as brackets.
  return text
    .replace(UNSEEN, '')
    .replace(/[<＜﹤]/g, '‹')
    .replace(/[>＞﹥]/g, '›');
}
