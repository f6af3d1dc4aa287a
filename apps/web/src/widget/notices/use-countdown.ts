import { useEffect, useState } from 'react';

/** Whole seconds until `ms` have passed since the first drawing. */
export function useCountdown(ms: number): number {
  const [endsAtMs] = useState(() => performance.now() + ms);
  const [secondsLeft, setSecondsLeft] = useState(Math.ceil(ms / 1_000));
  useEffect(() => {
    if (secondsLeft <= 0) return;
    const untilNextMs = endsAtMs - performance.now() - (secondsLeft - 1) * 1_000;
    const timer = setTimeout(
      () => setSecondsLeft(Math.max(0, Math.ceil((endsAtMs - performance.now()) / 1_000))),
      Math.max(untilNextMs, 20),
    );
    return () => clearTimeout(timer);
  }, [endsAtMs, secondsLeft]);
  return secondsLeft;
}
