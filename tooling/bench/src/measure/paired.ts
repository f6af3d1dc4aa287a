export interface Pair<Window> {
  readonly control: Window;
  readonly subject: Window;
}

export interface PairedWindows<Window> {
  readonly pairs: readonly Pair<Window>[];
  readonly voidWindows: number;
}

/** Gives up after this many void windows: what fails that often is a finding, not bad luck. */
const MAX_VOID = 3;
const WARM_UP_TURNS = 3;

/**
 * Measures control and subject in turns. A window with an unexpected failure is void and measured again.
 *
 * @throws {Error} with the last failure when too many windows are void
 */
export async function measurePaired<Window extends { readonly failures: readonly string[] }>(
  repetitions: number,
  measure: { readonly control: () => Promise<Window>; readonly subject: () => Promise<Window> },
): Promise<PairedWindows<Window>> {
  const pairs: Pair<Window>[] = [];
  let voidWindows = 0;

  async function valid(side: 'control' | 'subject'): Promise<Window> {
    for (;;) {
      const window = await measure[side]();
      if (window.failures.length === 0) return window;
      voidWindows += 1;
      if (voidWindows > MAX_VOID) throw new Error(`${side}: ${window.failures.slice(0, 3).join('; ')}`);
    }
  }

  // Neither side is judged while its code is still being compiled; a large program takes longer than a small one.
  for (let turn = 0; turn < WARM_UP_TURNS; turn += 1) {
    await valid('control');
    await valid('subject');
  }
  while (pairs.length < repetitions) pairs.push({ control: await valid('control'), subject: await valid('subject') });
  return { pairs, voidWindows };
}
