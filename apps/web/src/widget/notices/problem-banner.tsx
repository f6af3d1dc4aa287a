import { CloudOff, RotateCw, TriangleAlert, X } from 'lucide-react';
import { useTexts } from '../../shared/texts-context.tsx';
import type { Problem } from '../conversation/problem.ts';
import { problemMessage } from './problem-message.ts';
import { useCountdown } from './use-countdown.ts';

interface ProblemBannerProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
  readonly onDismiss: () => void;
}

export function ProblemBanner({ problem, onRetry, onDismiss }: ProblemBannerProps) {
  const { problem: texts } = useTexts();
  const secondsLeft = useCountdown(problem.retryAfterMs);
  const Icon = problem.code === 'UNREACHABLE' ? CloudOff : TriangleAlert;
  return (
    <div className="arrives mt-5 flex gap-3 rounded-2xl border border-alarm/30 bg-alarm-mist p-4">
      <Icon size={20} aria-hidden="true" className="mt-1 shrink-0 text-alarm" />
      <div className="min-w-0 flex-1">
        <div role="alert">
          <p className="font-semibold text-alarm">{texts.titles[problem.kind]}</p>
          <p className="mt-0.5 text-[0.9375rem]">{problemMessage(problem, texts)}</p>
        </div>
        {problem.traceId && (
          <p className="mt-1 text-xs break-all text-faint">
            {texts.trace} {problem.traceId}
          </p>
        )}
        {problem.canRetry && (
          <button
            type="button"
            onClick={onRetry}
            disabled={secondsLeft > 0}
            className="mt-3 inline-flex h-10 items-center gap-2 rounded-full bg-alarm px-4 text-sm font-semibold text-paper tabular-nums disabled:bg-transparent disabled:text-alarm disabled:ring-1 disabled:ring-alarm/40 disabled:ring-inset"
          >
            <RotateCw size={16} aria-hidden="true" />
            {secondsLeft > 0 ? texts.retryIn(secondsLeft) : texts.retry}
          </button>
        )}
      </div>
      <button type="button" className="icon-button -mt-2 -mr-2" onClick={onDismiss} aria-label={texts.dismiss}>
        <X size={17} aria-hidden="true" />
      </button>
    </div>
  );
}
