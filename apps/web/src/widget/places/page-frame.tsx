import type { ReactNode } from 'react';

interface PageFrameProps {
  readonly header: ReactNode;
  readonly children: ReactNode;
}

/** A place that is read rather than talked in: its header, and what scrolls under it. */
export function PageFrame({ header, children }: PageFrameProps) {
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr]">
      <div>{header}</div>
      <main className="min-h-0 overflow-y-auto">
        <div className="mx-auto max-w-3xl px-4 py-6 sm:px-6">{children}</div>
      </main>
    </div>
  );
}
