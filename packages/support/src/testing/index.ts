export { anArticleFile, type ArticleFileOptions } from './an-article-file.ts';
export { describeArticleSource, type FilledSource } from './article-source.contract.ts';
