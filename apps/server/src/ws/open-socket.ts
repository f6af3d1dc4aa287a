import { CLOSE_CODES } from '@naru/api-contract';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Login } from '../http/plugins/login.ts';
import type { Connections } from './connections.ts';

/** Hands an open WebSocket to the connections, and what happens on it to its connection. */
export function openSocket(
  socket: WebSocket,
  stream: Duplex,
  cookieLogin: Login | undefined,
  connections: Connections,
): void {
  const connection = connections.open(
    {
      send: text => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
      terminate: () => socket.terminate(),
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
    },
    cookieLogin,
  );
  socket.on('message', (bytes: RawData, isBinary: boolean) => {
    connection.take(isBinary || !Buffer.isBuffer(bytes) ? undefined : bytes.toString('utf8'));
  });
  socket.on('ping', payload => {
    if (connection.hasRoom) socket.pong(payload);
  });
  // A frame that is too large, or no frame; ws closes the connection by itself, and hears no code in return.
  let ownCode: number | undefined;
  socket.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') ownCode = CLOSE_CODES.frameTooLarge;
  });
  socket.on('close', code => connections.closed(connection, ownCode ?? code));
  stream.on('drain', () => connection.drained());
}
