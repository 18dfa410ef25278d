/** Doubles as pairs of 32-bit words over the same memory: what is copied word by word keeps every bit of a NaN. */
export const bitsOf = (v: Float64Array): Uint32Array => new Uint32Array(v.buffer, v.byteOffset, v.length * 2);
