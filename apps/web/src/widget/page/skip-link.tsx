import { useTexts } from '../../shared/texts-context.tsx';

/** Of the box for questions, wherever it is drawn. */
export const COMPOSER_ID = 'question';

/** The first thing that Tab finds: past the head of the page, to where one types. */
export function SkipLink() {
  const { header } = useTexts();
  return (
    <a
      href={`#${COMPOSER_ID}`}
      className="sr-only rounded-lg bg-river px-4 py-2 text-on-river focus:not-sr-only focus:absolute focus:top-3 focus:left-3 focus:z-20"
      onClick={event => {
        // The address names the place, and stays as it is.
        event.preventDefault();
        document.getElementById(COMPOSER_ID)?.focus();
      }}
    >
      {header.skipToComposer}
    </a>
  );
}
