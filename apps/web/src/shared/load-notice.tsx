import { useTexts } from './texts-context.tsx';
import type { Load } from './use-load.ts';

interface LoadNoticeProps {
  readonly load: Load<unknown>;
  readonly loading: string;
  readonly failed: string;
  readonly onRetry: () => void;
}

/** Stands where something is not there yet, or could not be fetched; nothing once it is there. */
export function LoadNotice({ load, loading, failed, onRetry }: LoadNoticeProps) {
  const { problem } = useTexts();
  switch (load.name) {
    case 'there':
      return null;
    case 'loading':
      return (
        <p role="status" className="mt-4 text-faint">
          {loading}
        </p>
      );
    case 'failed':
      return (
        <div role="alert" className="mt-4">
          <p>{failed}</p>
          <button type="button" className="quiet-button mt-2 font-semibold text-river" onClick={onRetry}>
            {problem.retry}
          </button>
        </div>
      );
  }
}
