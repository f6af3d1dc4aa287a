import type { OverrideStore } from '@naru/router';

/** Lets who reads the audit see what was handed over before, though it is written behind: an operator who acts looks next. */
export function readsItsWrites(store: OverrideStore): OverrideStore {
  let lastWrite: Promise<unknown> = Promise.resolve();
  return {
    apply(change) {
      const write = store.apply(change);
      // Whoever wrote hears of a failure; a reader only waits.
      lastWrite = write.catch(() => {});
      return write;
    },
    list: () => store.list(),
    async audit(query) {
      await lastWrite;
      return store.audit(query);
    },
  };
}
