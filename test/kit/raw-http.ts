/** HTTP requests as bytes, for what no decent client would send. */
import { connect } from 'node:net';
import { within } from './wait-for.ts';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends `text` and reads until the server closes. Add `connection: close` unless the answer ends the connection anyway. */
export async function rawHttp(port: number, text: string | Buffer): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  const answer = new Promise<string>(resolve => {
    socket.on('data', bytes => chunks.push(bytes));
    // A reset after the answer is the server's right when it refuses to read on.
    socket.on('error', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
  socket.write(text);
  try {
    const whole = await within('the answer', answer, 8_000);
    const [head = '', ...rest] = whole.split('\r\n\r\n');
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') };
  } finally {
    socket.destroy();
  }
}

/** One request with these header lines. */
export function requestText(line: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const lines = Object.entries({ connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `${line} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}
