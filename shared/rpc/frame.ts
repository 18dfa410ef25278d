/**
 * One message, one WebSocket frame. A message without typed arrays is JSON text. With typed arrays it is binary:
 *   magic 0xC1 · 3 zero bytes · header length u32 LE · header (ASCII JSON) · padding to 8 · arrays, each padded to 8
 * where the header holds `{"$a":[kind,offset,length]}` in the place of each array. NaN outside arrays travels as null.
 * A frame from the wire is hostile: every offset and length is checked before a view is made.
 */
const MAGIC = 0xc1;
const PREFIX_BYTES = 8;
const ALIGN = 8;

const KINDS = ['Uint8Array', 'Uint16Array', 'Uint32Array', 'Float64Array'] as const;
type Kind = (typeof KINDS)[number];
type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const BYTES: Record<Kind, number> = { Uint8Array: 1, Uint16Array: 2, Uint32Array: 4, Float64Array: 8 };

function kindOf(value: unknown): Kind | undefined {
  if (value instanceof Float64Array) return 'Float64Array';
  if (value instanceof Uint32Array) return 'Uint32Array';
  if (value instanceof Uint16Array) return 'Uint16Array';
  if (value instanceof Uint8Array) return 'Uint8Array';
  return undefined;
}

const padded = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;

/** Keeps the header ASCII, so that one character is one byte and no text encoder is needed. */
const ascii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Text when there is no typed array in the message, else a binary frame. */
export function encodeFrame(message: unknown): string | Uint8Array<ArrayBuffer> {
  const arrays: Numbers[] = [];
  let bytes = 0;
  const json = JSON.stringify(message, (_key, value: unknown) => {
    const kind = kindOf(value);
    if (kind === undefined) return value;
    const array = value as Numbers;
    const place = [KINDS.indexOf(kind), bytes, array.length];
    arrays.push(array);
    bytes += padded(array.byteLength);
    return { $a: place };
  });
  if (arrays.length === 0) return json;

  const header = ascii(json);
  const start = padded(PREFIX_BYTES + header.length);
  const frame = new Uint8Array(start + bytes);
  frame[0] = MAGIC;
  new DataView(frame.buffer).setUint32(4, header.length, true);
  for (let i = 0; i < header.length; i++) frame[PREFIX_BYTES + i] = header.charCodeAt(i);
  let offset = start;
  for (const array of arrays) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += padded(array.byteLength);
  }
  return frame;
}

/** Inverse of `encodeFrame`. Throws `FrameError` on anything that is not a whole, well-formed frame. */
export function decodeFrame(data: string | ArrayBuffer): unknown {
  if (typeof data === 'string') return parse(data);
  const frame = new Uint8Array(data);
  if (frame.length < PREFIX_BYTES || frame[0] !== MAGIC) throw new FrameError('not a Citygate frame');
  const headerLength = new DataView(data).getUint32(4, true);
  if (PREFIX_BYTES + headerLength > frame.length) throw new FrameError('header is cut off');
  let header = '';
  for (let i = 0; i < headerLength; i += 4096) {
    header += String.fromCharCode(...frame.subarray(PREFIX_BYTES + i, PREFIX_BYTES + Math.min(headerLength, i + 4096)));
  }
  const start = padded(PREFIX_BYTES + headerLength);
  return parse(header, (_key, value) => (isPlace(value) ? viewOf(data, start, value.$a) : value));
}

export class FrameError extends Error {
  override readonly name = 'FrameError';
}

function parse(json: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(json, revive);
  } catch (cause) {
    if (cause instanceof FrameError) throw cause;
    throw new FrameError('header is not JSON', { cause });
  }
}

type Place = { $a: [number, number, number] };

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null || !('$a' in value)) return false;
  const place = value.$a;
  return Array.isArray(place) && place.length === 3 && place.every(n => Number.isSafeInteger(n) && n >= 0);
}

function viewOf(data: ArrayBuffer, start: number, [kindIndex, offset, length]: Place['$a']): Numbers {
  const kind = KINDS[kindIndex];
  if (kind === undefined) throw new FrameError('unknown array kind');
  if (offset % ALIGN !== 0 || start + offset + length * BYTES[kind] > data.byteLength) {
    throw new FrameError('array lies outside the frame');
  }
  switch (kind) {
    case 'Uint8Array':
      return new Uint8Array(data, start + offset, length);
    case 'Uint16Array':
      return new Uint16Array(data, start + offset, length);
    case 'Uint32Array':
      return new Uint32Array(data, start + offset, length);
    case 'Float64Array':
      return new Float64Array(data, start + offset, length);
  }
}
