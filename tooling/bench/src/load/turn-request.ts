/** One turn of a customer, in a conversation of its own, as the AI SDK's client sends it. */
export function turnRequest(port: number, token: string, chatId: string): Buffer {
  const text = `배송은 얼마나 걸리나요? (${chatId})`;
  const body = JSON.stringify({
    id: chatId,
    messages: [{ id: `${chatId}-m`, role: 'user', parts: [{ type: 'text', text }] }],
  });
  return Buffer.from(`${headOf('POST /v1/chat/stream', port, token, Buffer.byteLength(body))}${body}`);
}

/** Asks what was stored of a conversation. */
export function historyRequest(port: number, token: string, chatId: string): Buffer {
  return Buffer.from(headOf(`GET /v1/chat/${chatId}`, port, token));
}

function headOf(line: string, port: number, token: string, bodyBytes?: number): string {
  const fields = [
    `${line} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `authorization: Bearer ${token}`,
    ...(bodyBytes === undefined ? [] : ['content-type: application/json', `content-length: ${bodyBytes}`]),
  ];
  return `${fields.join('\r\n')}\r\n\r\n`;
}
