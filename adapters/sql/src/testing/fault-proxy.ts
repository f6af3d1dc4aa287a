import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What to do with bytes on their way to the server: the second word of `cut` says whether they still arrive. */
export type Verdict = 'pass' | 'cut-before' | 'cut-after';

/** Stands between a client and a server on this machine, and fails when it is told to. */
export class FaultProxy implements AsyncDisposable {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #judge: (bytes: Buffer) => Verdict = () => 'pass';

  constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
  }

  get port(): number {
    return this.#port;
  }

  /** Takes connections, on the same port each time. */
  async start(): Promise<void> {
    const server = createServer(client => this.#join(client));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Ends all connections and refuses new ones. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Looks at all that clients send from now on. */
  judgeBy(judge: (bytes: Buffer) => Verdict): void {
    this.#judge = judge;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #join(client: Socket): void {
    const server = connect(this.#target);
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', end).on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    server.on('data', bytes => client.write(bytes));
    client.on('data', (bytes: Buffer) => {
      switch (this.#judge(bytes)) {
        case 'pass':
          server.write(bytes);
          return;
        case 'cut-before':
          end();
          return;
        case 'cut-after':
          // The answer goes nowhere; the server has until the bytes are through.
          server.removeAllListeners('data').resume();
          client.destroy();
          server.end(bytes);
          return;
      }
    });
  }
}

/** Whether a client asks for this, in a simple query. */
export function asks(bytes: Buffer, statement: string): boolean {
  return bytes.includes(`${statement}\0`);
}
