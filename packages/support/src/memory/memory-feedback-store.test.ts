import { describeFeedbackStore } from '../testing/feedback-store.contract.ts';
import { createMemoryFeedbackStore } from './memory-feedback-store.ts';

describeFeedbackStore('memory', () => createMemoryFeedbackStore());
