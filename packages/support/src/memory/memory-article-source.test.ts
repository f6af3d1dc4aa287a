import { describeArticleSource } from '../testing/article-source.contract.ts';
import { MemoryArticleSource } from './memory-article-source.ts';

describeArticleSource('memory', () => {
  const source = new MemoryArticleSource();
  return { source, put: files => source.put(files) };
});
