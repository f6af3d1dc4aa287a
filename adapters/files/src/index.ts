// Articles of the knowledge base
export { createMarkdownArticleSource, type MarkdownArticleSourceOptions } from './markdown-article-source.ts';
export { watchArticleFolder, type FolderWatch, type WatchArticleFolderOptions } from './watch-article-folder.ts';
export { ARTICLE_FOLDER_LIMITS, type ArticleFolderLimits } from './article-folder.ts';

// Reports
export { readReportFiles, ReportFilesError } from './report-files.ts';

// Events
export { createFilesEventSink, type FilesEventSinkOptions } from './events/files-event-sink.ts';
export { createFilesJournal } from './events/files-journal.ts';
export { createFilesSpill, type FilesSpillOptions } from './events/files-spill.ts';
