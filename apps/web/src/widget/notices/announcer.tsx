/** Tells screen readers what happened, in one sentence; the streaming text itself is never read out by itself. */
export function Announcer({ text, turn }: { readonly text: string | undefined; readonly turn: number }) {
  // A no-break space on every other turn makes the same sentence news again.
  return (
    <p role="status" className="sr-only">
      {text && text + (turn % 2 === 0 ? '' : '\u00a0')}
    </p>
  );
}
