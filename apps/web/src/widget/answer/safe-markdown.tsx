import type { Citation } from '@naru/api-contract';
import { memo, useMemo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CrashBoundary } from '../../shared/crash-boundary.tsx';
import { citationMarks } from './citation-marks.ts';
import { limitMarkdown } from './markdown-limits.ts';
import { safeLink } from './safe-link.ts';
import { SourceMark } from './source-mark.tsx';

interface SafeMarkdownProps {
  readonly text: string;
  /** Hosts whose links are links. */
  readonly linkHosts: readonly string[];
  readonly sources: readonly Citation[];
  readonly isWriting: boolean;
  readonly openSource: number | undefined;
  readonly onSource: (number: number) => void;
  readonly sourcesId: string;
}

/** All that model text may become. No images: one address of its choosing is enough to carry words out. */
const ELEMENTS = 'p a strong em del ul ol li code pre blockquote br h3 h4 hr table thead tbody tr th td sup span'.split(
  ' ',
);

// In Korean, `1~2일 … 2~4일` are two ranges, and nothing is struck out between them.
const GFM: [typeof remarkGfm, { singleTilde: boolean }] = [remarkGfm, { singleTilde: false }];

/** Model text as Markdown, with nothing in it that loads, runs or leads away. Falls back to the bare text. */
export const SafeMarkdown = memo(function SafeMarkdown(props: SafeMarkdownProps) {
  const { text, linkHosts, sources, isWriting, openSource, onSource, sourcesId } = props;
  const { markdown, plain } = limitMarkdown(text);
  const numbers = isWriting ? 'all' : sources.map(({ n }) => n).join(',');
  const plugins = useMemo(
    () => [GFM, citationMarks(numbers === 'all' ? 'all' : numbers.split(',').filter(Boolean).map(Number))],
    [numbers],
  );
  const components: Components = {
    a: ({ href, children }) =>
      href ? (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {children}
        </a>
      ) : (
        <>{children}</>
      ),
    sup: ({ children, ...attributes }) => {
      const number = Number((attributes as { 'data-source'?: string })['data-source']);
      const source = sources.find(({ n }) => n === number);
      if (!source) return <span className="text-xs font-bold text-faint">{children}</span>;
      return <SourceMark source={source} isOpen={number === openSource} sourcesId={sourcesId} onOpen={onSource} />;
    },
  };

  return (
    <div className="prose-answer [&+&]:mt-3">
      <CrashBoundary retryKey={text} fallback={<p className="whitespace-pre-wrap">{markdown}</p>}>
        <Markdown
          skipHtml
          allowedElements={ELEMENTS}
          unwrapDisallowed
          remarkPlugins={plugins}
          urlTransform={(address, key) => (key === 'href' ? safeLink(address, linkHosts) : null)}
          components={components}
        >
          {markdown}
        </Markdown>
      </CrashBoundary>
      {plain !== '' && <p className="whitespace-pre-wrap">{plain}</p>}
    </div>
  );
});
