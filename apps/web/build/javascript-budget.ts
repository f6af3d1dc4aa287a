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

/** A chunk as far as its weight goes. */
export interface WeighedChunk {
  readonly fileName: string;
  readonly code: string;
  readonly isEntry: boolean;
  /** File names of what it cannot start without. */
  readonly imports: readonly string[];
}

/** What is loaded at once, and what waits until somebody opens it. */
export function splitByNeed(chunks: readonly WeighedChunk[]): {
  readonly atOnce: readonly WeighedChunk[];
  readonly onDemand: readonly WeighedChunk[];
} {
  const byName = new Map(chunks.map(chunk => [chunk.fileName, chunk]));
  const atOnce = new Set<WeighedChunk>();
  const take = (chunk: WeighedChunk | undefined): void => {
    if (!chunk || atOnce.has(chunk)) return;
    atOnce.add(chunk);
    for (const name of chunk.imports) take(byName.get(name));
  };
  for (const chunk of chunks) if (chunk.isEntry) take(chunk);
  return { atOnce: [...atOnce], onDemand: chunks.filter(chunk => !atOnce.has(chunk)) };
}

/** Fails the build when what the page loads at once is larger than `limitBytes` after gzip. */
export function javascriptBudget(limitBytes: number): Plugin {
  return {
    name: 'naru-javascript-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const { atOnce, onDemand } = splitByNeed(Object.values(bundle).filter(output => output.type === 'chunk'));
      const bytes = gzipBytes(atOnce.map(({ code }) => code));
      const line = budgetLine(bytes, limitBytes);
      if (bytes > limitBytes) this.error(`${line}: too much. See what grew before raising the limit.`);
      const later = gzipBytes(onDemand.map(({ code }) => code));
      console.log(`${line}; ${(later / 1024).toFixed(1)} KB more when opened`);
    },
  };
}
