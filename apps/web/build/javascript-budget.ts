import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What a customer's browser loads before the first question, as it travels. */
export function gzipBytes(sources: readonly string[]): number {
  return sources.reduce((sum, source) => sum + gzipSync(source).byteLength, 0);
}

/** One sentence on the size, for the build's output. */
export function budgetLine(bytes: number, limitBytes: number): string {
  const kilobytes = (size: number): string => (size / 1024).toFixed(1);
  return `JavaScript of the widget: ${kilobytes(bytes)} KB gzip of ${kilobytes(limitBytes)} KB`;
}

/** Fails the build when the page's JavaScript is larger than `limitBytes` after gzip. */
export function javascriptBudget(limitBytes: number): Plugin {
  return {
    name: 'naru-javascript-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(output => output.type === 'chunk');
      const bytes = gzipBytes(chunks.map(chunk => chunk.code));
      const line = budgetLine(bytes, limitBytes);
      if (bytes > limitBytes) this.error(`${line}: too much. See what grew before raising the limit.`);
      console.log(line);
    },
  };
}
