/** As much of a Markdown tree as is touched here. */
export interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
  data?: { hName: string; hProperties: Record<string, string | string[]> };
}

/** Short enough to be kept whole on the narrowest phone. */
const LAST_WORD = /\S{1,12}$/;
const MARK = /\[(\d{1,2})\]/g;
/** Inside these, brackets are somebody's own text. */
const UNTOUCHED: ReadonlySet<string> = new Set(['code', 'inlineCode', 'link', 'linkReference']);

/**
 * Turns `[n]` in running text into marks, for the sources that the answer has; others stay text. With `all`, each
 * one: while an answer is being written, its sources may still be on their way.
 */
export function citationMarks(numbers: readonly number[] | 'all'): () => (tree: MarkdownNode) => void {
  const known: Known = numbers === 'all' ? { has: () => true } : new Set(numbers);
  return () => tree => mark(tree, known);
}

interface Known {
  has(number: number): boolean;
}

function mark(node: MarkdownNode, known: Known): void {
  if (!node.children || UNTOUCHED.has(node.type)) return;
  node.children = node.children.flatMap(child => {
    if (child.type === 'text') return split(child.value ?? '', known);
    mark(child, known);
    return [child];
  });
}

function split(text: string, known: Known): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const number = Number(match[1]);
    if (!known.has(number)) continue;
    nodes.push(...cling(text.slice(from, match.index), citation(number)));
    from = match.index + match[0].length;
  }
  nodes.push({ type: 'text', value: text.slice(from) });
  return nodes.filter(node => node.type !== 'text' || node.value !== '');
}

/** A mark stands on the line of the word before it, as in print. */
function cling(before: string, citation: MarkdownNode): MarkdownNode[] {
  const words = before.replace(/ $/, '');
  const lastWord = LAST_WORD.exec(words)?.[0] ?? '';
  if (lastWord === '') return [{ type: 'text', value: words }, citation];
  return [
    { type: 'text', value: words.slice(0, -lastWord.length) },
    {
      type: 'clinging',
      data: { hName: 'span', hProperties: { className: ['clings'] } },
      children: [{ type: 'text', value: lastWord }, citation],
    },
  ];
}

function citation(number: number): MarkdownNode {
  return {
    type: 'citation',
    data: { hName: 'sup', hProperties: { dataSource: String(number) } },
    children: [{ type: 'text', value: String(number) }],
  };
}
