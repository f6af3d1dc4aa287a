import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
  /** A Kafka names its own address to its clients, who would go past the proxy: it is written over on the way. */
  readonly isKafka?: boolean;
}

/** Stands between a client and a server that others use too, and can cut or stall what goes through. */
export class TcpProxy implements AsyncDisposable {
  readonly #target: ProxyTarget;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #isStalled = false;

  private constructor(target: ProxyTarget) {
    this.#target = target;
  }

  static async start(target: ProxyTarget): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Resets every connection and takes none, as when the server has died. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#sockets.clear();
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  async mend(): Promise<void> {
    if (!this.#server) await this.#listen();
  }

  /** Keeps connections open and lets nothing through, or everything again. */
  stall(isStalled: boolean): void {
    this.#isStalled = isStalled;
    for (const socket of this.#sockets) {
      if (isStalled) socket.pause();
      else socket.resume();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cut();
  }

  async #listen(): Promise<void> {
    const server = createServer(client => this.#join(client)).listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
    this.#server = server;
  }

  #join(client: Socket): void {
    const { host, port, isKafka = false } = this.#target;
    const upstream = connect(port, host);
    const rewrite = isKafka ? addressRewriter(host, port, this.#port) : (bytes: Buffer) => bytes;
    const [up, down] = [relay(client, upstream), relay(upstream, client)];
    client.on('data', up);
    upstream.on('data', (bytes: Buffer) => down(rewrite(bytes)));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.on('drain', () => {
        if (!this.#isStalled) other.resume();
      });
      if (this.#isStalled) one.pause();
    }
  }
}

function relay(from: Socket, to: Socket): (bytes: Buffer) => void {
  return bytes => {
    if (!to.write(bytes)) from.pause();
  };
}

/** Both ports take four bytes behind the host's name, so that no length changes. */
function addressRewriter(host: string, port: number, ownPort: number): (bytes: Buffer) => Buffer {
  const named = ['127.0.0.1', 'localhost', host].map(name => {
    const address = Buffer.alloc(name.length + 4);
    address.write(name, 'latin1');
    address.writeInt32BE(port, name.length);
    return address;
  });
  return bytes => {
    for (const address of named) {
      for (let at = bytes.indexOf(address); at !== -1; at = bytes.indexOf(address, at + 1)) {
        bytes.writeInt32BE(ownPort, at + address.length - 4);
      }
    }
    return bytes;
  };
}
