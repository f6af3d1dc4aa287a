// Opens a number of greeted WebSockets and keeps them. Runs as a process of its own; arguments: port, sockets. Sends the
// number that are open once all were tried, then stays until it is killed.
import { openSocket } from './open-socket.ts';

const [port = 0, sockets = 0] = process.argv.slice(2, 4).map(Number);
const AT_ONCE = 50;
let [next, welcomed, failed] = [0, 0, 0];

function openNext(): void {
  if (next >= sockets) {
    if (welcomed + failed === sockets) process.send?.(welcomed);
    return;
  }
  next += 1;
  openSocket(
    port,
    text => {
      if (!text.includes('"t":"welcome"')) return;
      welcomed += 1;
      openNext();
    },
    () => {
      failed += 1;
      openNext();
    },
  );
}

for (let count = 0; count < AT_ONCE; count += 1) openNext();
