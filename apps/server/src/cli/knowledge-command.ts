import { createMarkdownArticleSource } from '@naru/files';
import { ArticleSourceError, createKnowledge, KnowledgeError, type Knowledge } from '@naru/support';
import type { Command } from 'commander';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';
import type { CommandWorld } from './command-world.ts';
import { loadOrComplain } from './load-or-complain.ts';
import { paintFor } from './paint.ts';
import { textTable } from './text-table.ts';

interface IndexReport {
  readonly folder: string;
  readonly articles: number;
  readonly passages: number;
  readonly questions: number;
  readonly characters: number;
  readonly categories: readonly { readonly name: string; readonly articles: number }[];
}

/** `naru knowledge index`: whether the articles can be indexed, and what the index would hold (S-RAG-1). */
export function addKnowledgeCommand(program: Command, world: CommandWorld): void {
  program
    .command('knowledge')
    .description("The service desk's articles")
    .command('index')
    .description(
      'Read and index the articles, and say what is in them; a running server does it by itself when they change',
    )
    .option('--dir <folder>', 'of the articles; default: by the configuration')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExamples:\n  naru knowledge index\n  naru knowledge index --dir ./draft --json')
    .action(async ({ dir, json }: { readonly dir?: string; readonly json?: boolean }) => {
      const folder = dir ?? loadOrComplain(world)?.config.knowledge.dir;
      if (folder === undefined) return;
      try {
        const report = indexReport(folder, await createKnowledge({ source: createMarkdownArticleSource({ folder }) }));
        world.print(json ? JSON.stringify(report, undefined, 2) : showIndex(report, world));
        world.exit(EXIT_OK);
      } catch (error) {
        if (!(error instanceof KnowledgeError || error instanceof ArticleSourceError)) throw error;
        world.complain(error.message);
        world.exit(EXIT_FAILED);
      }
    });
}

function indexReport(folder: string, { articles }: Pick<Knowledge, 'articles'>): IndexReport {
  const passages = articles.flatMap(article => article.passages);
  const categories = new Map<string, number>();
  for (const { category } of articles) categories.set(category, (categories.get(category) ?? 0) + 1);
  return {
    folder,
    articles: articles.length,
    passages: passages.length,
    questions: articles.reduce((sum, { questions }) => sum + questions.length, 0),
    characters: passages.reduce((sum, { text }) => sum + text.length, 0),
    categories: Array.from(categories, ([name, count]) => ({ name, articles: count })).toSorted(
      (one, other) => other.articles - one.articles || (one.name < other.name ? -1 : 1),
    ),
  };
}

function showIndex(
  { folder, articles, passages, questions, characters, categories }: IndexReport,
  world: CommandWorld,
): string {
  const paint = paintFor(world);
  const rows = categories.map(category => [category.name, String(category.articles)]);
  const [head = '', ...lines] = textTable([{ title: 'CATEGORY' }, { title: 'ARTICLES', align: 'right' }], rows);
  return [
    paint('green', `✓ ${articles} articles in ${folder} can be indexed.`),
    `  ${passages} sections, ${questions} sample questions, ${characters.toLocaleString('en-US')} characters`,
    '',
    paint('bold', head),
    ...lines,
  ].join('\n');
}
