/**
 * An answer as JSON for a client that is no page. Typed arrays become plain lists, and what is no number null, because JSON has
 * neither. A page of history has hundreds of thousands of numbers: it is written in pieces, with everything else that the main
 * thread has to do in between, and no faster than the client reads.
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setImmediate as otherWork } from 'node:timers/promises';

/** Numbers of one piece: about 1 ms of the main thread. */
const PIECE_NUMBERS = 4_096;

type Numbers = ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> };

/** The text of `value` in pieces, each made when it is asked for. A value of few numbers is one piece. */
export function jsonPieces(value: unknown): readonly (() => string)[] {
  const arrays: Numbers[] = [];
  let room = PIECE_NUMBERS;
  // Nobody can have put it into a text of theirs.
  const mark = `array ${randomUUID()} `;
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (!isNumbers(part)) return part;
    if (part.length <= room) {
      room -= part.length;
      return Array.from(part);
    }
    arrays.push(part);
    return mark;
  });
  const between = text.split(`"${mark}"`);
  return between.flatMap((plain, i) => {
    const array = arrays[i];
    return [() => plain, ...(array === undefined ? [] : arrayPieces(array))];
  });
}

const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value) && !(value instanceof DataView);

function arrayPieces(array: Numbers): (() => string)[] {
  const count = Math.max(1, Math.ceil(array.length / PIECE_NUMBERS));
  const piece = (i: number): string => {
    const numbers = Array.from(array.subarray(i * PIECE_NUMBERS, (i + 1) * PIECE_NUMBERS));
    return `${i === 0 ? '[' : ','}${JSON.stringify(numbers).slice(1, -1)}${i === count - 1 ? ']' : ''}`;
  };
  return Array.from({ length: count }, (_, i) => () => piece(i));
}

/** Sends `value` with its length where it is one piece, else as a stream. Resolves when it is sent or the client is gone. */
export async function sendJson(
  response: ServerResponse,
  status: number,
  { headers, value }: { headers: Readonly<Record<string, string>>; value: unknown },
): Promise<void> {
  const pieces = jsonPieces(value);
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) {
    const bytes = Buffer.from(only());
    response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes);
    return;
  }
  response.writeHead(status, headers);
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (response.write(piece())) await otherWork();
    else await read(response);
  }
  response.end();
}

/** The client has read on, or is gone. */
function read(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
