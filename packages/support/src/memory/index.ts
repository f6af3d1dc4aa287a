export { MemoryArticleSource } from './memory-article-source.ts';
