import { memo, useMemo, type ReactNode } from 'react';
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
  /** Numbers of the sources that are there, with commas between; `all` while they may still come. */
  readonly marks: string;
}

/** All that model text may become. No images: one address of its choosing is enough to carry words out. */
const ELEMENTS = 'p a strong em del ul ol li code pre blockquote br h3 h4 hr table thead tbody tr th td sup span'.split(
  ' ',
);

// In Korean, `1~2일 … 2~4일` are two ranges, and nothing is struck out between them.
const GFM: [typeof remarkGfm, { singleTilde: boolean }] = [remarkGfm, { singleTilde: false }];

const COMPONENTS: Components = { a: ShopLink, sup: SourceMark };

/** Model text as Markdown, with nothing in it that loads, runs or leads away. Falls back to the bare text. */
export const SafeMarkdown = memo(function SafeMarkdown({ text, linkHosts, marks }: SafeMarkdownProps) {
  const { markdown, plain } = limitMarkdown(text);
  const plugins = useMemo(() => {
    const numbers = marks === 'all' ? marks : marks.split(',').filter(Boolean).map(Number);
    return [GFM, citationMarks(numbers)];
  }, [marks]);

  return (
    <div className="prose-answer [&+&]:mt-3">
      <CrashBoundary retryKey={text} fallback={<p className="whitespace-pre-wrap">{markdown}</p>}>
        <Markdown
          skipHtml
          allowedElements={ELEMENTS}
          unwrapDisallowed
          remarkPlugins={plugins}
          urlTransform={(address, key) => (key === 'href' ? safeLink(address, linkHosts) : null)}
          components={COMPONENTS}
        >
          {markdown}
        </Markdown>
      </CrashBoundary>
      {plain !== '' && <p className="whitespace-pre-wrap">{plain}</p>}
    </div>
  );
});

/** A link whose address was refused is its words. */
function ShopLink({ href, children }: { readonly href?: string | undefined; readonly children?: ReactNode }) {
  if (!href) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}
