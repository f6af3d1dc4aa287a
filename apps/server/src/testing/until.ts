/** Waits for what other turns of the event loop bring about; a test that waits in vain ends by its own limit. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise(resolve => setImmediate(resolve));
}
