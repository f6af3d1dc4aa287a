import { Boat } from '../../shared/boat.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import type { Phase } from '../conversation/conversation-state.ts';

/** Stands where the answer will stand. */
export function WaitingItem({ phase, progress }: { readonly phase: Phase; readonly progress: string | undefined }) {
  const { answer, status, problem } = useTexts();
  const text =
    phase === 'offline'
      ? problem.offline
      : phase === 'reconnecting'
        ? status.reconnecting
        : (progress ?? answer.thinking);
  return (
    <li className="arrives flex items-center gap-3 text-[0.9375rem] text-faint">
      <Boat size={34} moves />
      {text}
    </li>
  );
}
