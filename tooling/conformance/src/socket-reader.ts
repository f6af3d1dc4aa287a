import type { WebSocket } from 'ws';
import type { Customer } from './customer.ts';

interface Frame {
  readonly t: string;
  readonly seq: number;
  readonly from?: number;
  readonly p: { readonly sid?: string; readonly c: { readonly type: string; readonly delta?: string } };
}

/** One customer's reading of one answer over WebSockets, which may go on over another connection. */
export class SocketReader {
  readonly #customer: Customer;
  #socket: WebSocket;
  streamId = '';
  lastSeq = 0;
  text = '';
  gaps = 0;
  /** The terminal chunk's type; empty until it came. */
  end = '';
  error = '';
  closedWith: number | undefined;

  constructor(customer: Customer, command: (reader: SocketReader) => object) {
    this.#customer = customer;
    this.#socket = this.#open(customer, command);
  }

  leave(): void {
    this.#socket.terminate();
  }

  /** Goes on from where it is, at the server that is there now. */
  goOn(customer: Customer = this.#customer): void {
    this.closedWith = undefined;
    const resume = { t: 'chat.resume', p: { sid: this.streamId, after: this.lastSeq } };
    this.#socket = this.#open(customer, () => resume);
  }

  #open(customer: Customer, command: (reader: SocketReader) => object): WebSocket {
    const socket = customer.rawSocket();
    socket.on('error', () => {});
    socket.on('close', code => {
      if (socket === this.#socket) this.closedWith = code;
    });
    socket.on('open', () => {
      socket.send(JSON.stringify({ v: 1, t: 'hello', p: { client: { name: 'reader', version: '1' } } }));
      socket.send(JSON.stringify({ v: 1, id: 'c', ...command(this) }));
    });
    socket.on('message', (bytes: Buffer) => this.#take(JSON.parse(bytes.toString('utf8')) as Frame));
    return socket;
  }

  #take({ t, seq, from = seq, p }: Frame): void {
    if (t === 'ack' && p.sid) this.streamId = p.sid;
    if (t === 'error') this.error = JSON.stringify(p);
    if (t !== 'chunk') return;
    if (from !== this.lastSeq + 1) this.gaps += 1;
    this.lastSeq = seq;
    this.text += p.c.delta ?? '';
    if (['finish', 'abort', 'error'].includes(p.c.type)) this.end = p.c.type;
  }
}
