import type { ServerResponse } from 'node:http';

/** One answer on its way. Aborts when its client leaves, and when the server cannot wait any longer. */
export interface RunningAnswer extends Disposable {
  readonly signal: AbortSignal;
}

/** The answers that are being written, so that a stopping server can end those that outlast its patience. */
export class RunningAnswers {
  readonly #controllers = new Set<AbortController>();

  get count(): number {
    return this.#controllers.size;
  }

  begin(response: ServerResponse): RunningAnswer {
    const controller = new AbortController();
    const onClose = (): void => {
      if (!response.writableFinished) controller.abort();
    };
    this.#controllers.add(controller);
    response.once('close', onClose);
    return {
      signal: controller.signal,
      [Symbol.dispose]: () => {
        this.#controllers.delete(controller);
        response.off('close', onClose);
      },
    };
  }

  abortAll(): void {
    for (const controller of this.#controllers) controller.abort();
  }
}
