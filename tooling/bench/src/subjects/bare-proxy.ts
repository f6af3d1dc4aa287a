// The control: the least that a Node proxy can do. `parse` mode reads each frame of a stream and writes it on;
// `pass` mode pipes bytes.
import { Agent, createServer, request as sendRequest } from 'node:http';

const [upstreamPort = '0', streamMode = 'parse'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

const server = createServer((request, response) => {
  const received: Buffer[] = [];
  request.on('data', bytes => received.push(bytes));
  request.on('end', () => {
    const body = Buffer.concat(received);
    // A proxy that routes has to look into the body once.
    const { stream } = JSON.parse(body.toString('utf8')) as { readonly stream?: boolean };
    const upstream = sendRequest(
      {
        agent,
        host: '127.0.0.1',
        port: Number(upstreamPort),
        path: request.url,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': body.length },
      },
      answer => {
        response.writeHead(
          answer.statusCode ?? 502,
          answer.headers['content-length']
            ? { 'content-type': 'application/json', 'content-length': answer.headers['content-length'] }
            : { 'content-type': 'text/event-stream' },
        );
        if (!stream || streamMode === 'pass') {
          answer.pipe(response);
          return;
        }
        let pending = '';
        answer.setEncoding('utf8');
        answer.on('data', (text: string) => {
          const frames = (pending + text).split('\n\n');
          pending = frames.pop() ?? '';
          let out = '';
          for (const frame of frames) {
            const payload = frame.slice('data: '.length);
            if (payload !== '[DONE]') JSON.parse(payload);
            out += `${frame}\n\n`;
          }
          if (out) response.write(out);
        });
        answer.on('end', () => response.end());
      },
    );
    upstream.on('error', () => response.destroy());
    upstream.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
