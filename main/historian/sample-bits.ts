/** Doubles as pairs of 32-bit words over the same memory: what is copied word by word keeps every bit of a NaN. */
export const bitsOf = (v: Float64Array): Uint32Array => new Uint32Array(v.buffer, v.byteOffset, v.length * 2);

const bytesOf = (v: Float64Array): Uint8Array => new Uint8Array(v.buffer, v.byteOffset, v.byteLength);

/** Whether two columns without a NaN, such as times, are the same to the bit; most that are not already begin differently. */
export const isSameColumn = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a[0] === b[0] && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
