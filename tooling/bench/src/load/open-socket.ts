import { WebSocket } from 'ws';

let opened = 0;

/** A greeted WebSocket of a customer of its own. Frames come as text, since taking them apart is the load's to choose. */
export function openSocket(port: number, onFrame: (text: string) => void, onFailed: (why: string) => void): WebSocket {
  opened += 1;
  const headers = {
    origin: `http://127.0.0.1:${port}`,
    cookie: `naru_customer=${opened.toString(16).padStart(32, '0')}`,
  };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, 'naru.v1', { headers, perMessageDeflate: false });
  socket.on('open', () => socket.send('{"v":1,"t":"hello","p":{"client":{"name":"bench","version":"1"}}}'));
  socket.on('message', (bytes: Buffer) => onFrame(bytes.toString('utf8')));
  socket.on('error', error => onFailed(error.message));
  return socket;
}
