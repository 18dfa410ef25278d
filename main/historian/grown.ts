/** `to` with everything of `from` at its begin: how a column gets more places. */
export function grown<A extends Uint32Array | Float64Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
