import { FakeClock } from '@naru/kernel/testing';
import { describeSharedState } from '../testing/shared-state.contract.ts';
import { createMemorySharedState } from './memory-shared-state.ts';

describeSharedState('memory', async () => {
  const clock = new FakeClock();
  const state = createMemorySharedState(clock);
  return { one: state, other: state, pass: ms => clock.advance(ms) };
});
