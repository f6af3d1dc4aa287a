import type { StreamPart } from '@naru/language-model';
import type { Course } from './course.ts';

/**
 * The answer of the first provider that gives one.
 *
 * Nothing of an attempt is handed out before its first accepted content, so until then another provider can take
 * over unseen. After it the caller has heard one provider's words, and a failure is the caller's to hear of too,
 * unless it has said that it can drop them and begin anew.
 *
 * @throws {ModelError} `AllProvidersFailedError` when nobody answered; else what broke the answer
 */
export async function* streamWithFailover(course: Course): AsyncGenerator<readonly StreamPart[], void, undefined> {
  let attempt = course.first();
  let hasSpoken = false;
  for (;;) {
    try {
      const opening = await attempt.untilCommit();
      const served = course.served(opening);
      yield hasSpoken ? [{ type: 'restart' }, served, ...opening] : [served, ...opening];
      hasSpoken = true;
      for (let batch = await attempt.next(); batch; batch = await attempt.next()) yield batch;
      return;
    } catch (error) {
      if (attempt.result?.error !== error) throw error;
    } finally {
      // Whoever stops reading stops the provider.
      attempt.leave();
    }
    attempt = await course.after(attempt);
  }
}
