/** Frames of the WebSocket: what goes in comes out, and nothing hostile makes a view outside its frame. */
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, FrameError } from '../../../../shared/rpc/frame.ts';
import { randomOf } from '../../support/samples.ts';

const bufferOf = (frame: string | Uint8Array<ArrayBuffer>): ArrayBuffer => {
  if (typeof frame === 'string') throw new Error('expected a binary frame');
  return frame.buffer;
};
const roundTrip = (message: unknown): unknown => {
  const frame = encodeFrame(message);
  return decodeFrame(typeof frame === 'string' ? frame : frame.buffer);
};

/** A frame with a header of the test's own making. */
function forged(header: string, { arrays = 0, length = header.length, magic = 0xc1 } = {}): ArrayBuffer {
  const start = Math.ceil((8 + header.length) / 8) * 8;
  const frame = new Uint8Array(start + arrays);
  frame[0] = magic;
  new DataView(frame.buffer).setUint32(4, length, true);
  for (let i = 0; i < header.length; i++) frame[8 + i] = header.charCodeAt(i);
  return frame.buffer;
}

describe('frame', () => {
  it('sends a message without arrays as plain JSON text', () => {
    const frame = encodeFrame({ kind: 'beat', now: 5, text: '站控 "x"' });
    expect(typeof frame).toBe('string');
    expect(roundTrip({ kind: 'beat', now: 5, text: '站控 "x"' })).toEqual({ kind: 'beat', now: 5, text: '站控 "x"' });
  });

  it('carries typed arrays of every kind and length, NaN and infinities included, beside text in any script', () => {
    const message = {
      name: '门站 🏭 "quoted" \\ \n',
      empty: new Float64Array(),
      bytes: Uint8Array.of(1, 2, 3),
      words: Uint16Array.of(0, 0xffff, 7),
      handles: Uint32Array.of(0, 4_294_967_295),
      nested: [{ v: Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY, -0, 1.5, Number.MIN_VALUE) }],
    };
    expect(roundTrip(message)).toEqual(message);
  });

  it('sends only the window of an array that is a view of a larger buffer', () => {
    const all = Float64Array.of(1, 2, 3, 4);
    expect(roundTrip({ v: all.subarray(1, 3) })).toEqual({ v: Float64Array.of(2, 3) });
  });

  it('carries no number outside arrays as null, never as 0', () => {
    expect(roundTrip({ v: Number.NaN })).toEqual({ v: null });
  });

  it('takes headers longer than one piece of decoding', () => {
    const message = { names: Array.from({ length: 3_000 }, (_, i) => `TAG-${i}`), v: Float64Array.of(1) };
    expect(roundTrip(message)).toEqual(message);
  });

  it.each([
    ['nothing', new ArrayBuffer(0)],
    ['too short', new ArrayBuffer(7)],
    ['foreign magic', forged('{}', { magic: 0x7b })],
    ['header longer than the frame', forged('{}', { length: 4_000_000_000 })],
    ['header that is not JSON', forged('{"a":')],
    ['array beyond the end', forged('{"v":{"$a":[3,0,2]}}', { arrays: 8 })],
    ['offset beyond the end', forged('{"v":{"$a":[0,64,1]}}', { arrays: 8 })],
    ['crooked offset', forged('{"v":{"$a":[0,1,1]}}', { arrays: 8 })],
    ['length that overflows', forged('{"v":{"$a":[3,0,9007199254740991]}}', { arrays: 8 })],
    ['unknown kind', forged('{"v":{"$a":[4,0,1]}}', { arrays: 8 })],
    ['endless nesting', forged('['.repeat(200_000))],
  ])('invariant 6: refuses a frame with %s', (_what, data) => {
    expect(() => decodeFrame(data)).toThrow(FrameError);
  });

  it.each([
    ['beyond the end', '{"v":{"$a":[3,0,2]}}'],
    ['at a crooked offset', '{"v":{"$a":[0,1,1]}}'],
  ])('refuses an array %s before it makes a view of it', (_what, header) => {
    expect(() => decodeFrame(forged(header, { arrays: 8 }))).toThrow('array lies outside the frame');
  });

  it.each(['', '{', 'undefined', '[1,]'])('invariant 6: refuses the text %j', text => {
    expect(() => decodeFrame(text)).toThrow(FrameError);
  });

  it('leaves what only looks like an array place as it is', () => {
    const odd = '{"a":{"$a":[0,0]},"b":{"$a":[0,0,-1]},"c":{"$a":"x"},"d":{"$a":[0,0.5,1]}}';
    expect(decodeFrame(forged(odd))).toEqual(JSON.parse(odd));
  });

  it('invariant 6: a frame cut off or changed anywhere either decodes or is refused, and never reads outside', () => {
    const random = randomOf(1);
    const message = { id: 3, h: Uint32Array.of(1, 2, 3), v: Float64Array.of(1, 2, 3), q: Uint16Array.of(1, 2, 3) };
    const whole = new Uint8Array(bufferOf(encodeFrame(message)));
    for (let i = 0; i < 2_000; i++) {
      const copy = whole.slice(0, random() < 0.3 ? Math.floor(random() * whole.length) : whole.length);
      for (let k = Math.floor(random() * 4); k >= 0; k--) copy[Math.floor(random() * copy.length)] = random() * 256;
      try {
        decodeFrame(copy.buffer);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    }
  });
});
