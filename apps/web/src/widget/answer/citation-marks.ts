/** As much of a Markdown tree as is touched here. */
export interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
  data?: { hName: string; hProperties: Record<string, string> };
}

const MARK = /\[(\d{1,2})\]/g;
/** Inside these, brackets are somebody's own text. */
const UNTOUCHED: ReadonlySet<string> = new Set(['code', 'inlineCode', 'link', 'linkReference']);

/** Turns `[n]` in running text into marks, for the sources that the answer has. Others stay text. */
export function citationMarks(numbers: readonly number[]): () => (tree: MarkdownNode) => void {
  const known = new Set(numbers);
  return () => tree => mark(tree, known);
}

function mark(node: MarkdownNode, known: ReadonlySet<number>): void {
  if (!node.children || UNTOUCHED.has(node.type)) return;
  node.children = node.children.flatMap(child => {
    if (child.type === 'text') return split(child.value ?? '', known);
    mark(child, known);
    return [child];
  });
}

function split(text: string, known: ReadonlySet<number>): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const number = Number(match[1]);
    if (!known.has(number)) continue;
    // The mark clings to the word before it, as in print.
    nodes.push({ type: 'text', value: text.slice(from, match.index).replace(/ $/, '') });
    nodes.push(citation(number));
    from = match.index + match[0].length;
  }
  nodes.push({ type: 'text', value: text.slice(from) });
  return nodes.filter(node => node.type !== 'text' || node.value !== '');
}

function citation(number: number): MarkdownNode {
  return {
    type: 'citation',
    data: { hName: 'sup', hProperties: { dataSource: String(number) } },
    children: [{ type: 'text', value: String(number) }],
  };
}
