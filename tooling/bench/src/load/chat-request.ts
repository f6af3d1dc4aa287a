/** A chat completion as bytes on the wire, for a connection that stays open. */
export function chatRequest(port: number, { stream }: { readonly stream: boolean }): Buffer {
  const body = JSON.stringify({
    model: 'auto',
    stream,
    messages: [
      { role: 'system', content: '당신은 서점의 상담원입니다.' },
      { role: 'user', content: '배송은 얼마나 걸리나요?' },
    ],
  });
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
