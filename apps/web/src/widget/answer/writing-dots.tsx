/** Stands behind the last word while more is coming. Screen readers hear of it from the announcer. */
export function WritingDots() {
  return (
    <span className="writing-dots" aria-hidden="true" data-testid="writing">
      <span />
      <span />
      <span />
    </span>
  );
}
