/** Does `work` until it has succeeded once; whoever comes meanwhile waits for the same try. */
export function onceDone(work: () => Promise<void>): () => Promise<void> {
  let trying: Promise<void> | undefined;
  return () => {
    trying ??= work().catch((error: unknown) => {
      trying = undefined;
      throw error;
    });
    return trying;
  };
}
