/**
 * Carries what Electron's structured clone carries (undefined, NaN, Date, Map, Set, Error, buffers, typed arrays) as
 * text. Its source is also injected into the page's isolated world, so it uses nothing from outside itself.
 */
export interface CloneCodec {
  /** @throws Error "An object could not be cloned." for functions and symbols, as structured clone does. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export function createCloneCodec(): CloneCodec {
  type Tagged = { $: string; v?: unknown; c?: string };

  function toBase64(bytes: Uint8Array): string {
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  }

  function fromBase64(text: string): Uint8Array<ArrayBuffer> {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  function packObject(value: object): unknown {
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof Error) return { $: 'error', v: [value.name, value.message] };
    if (value instanceof Map) return { $: 'map', v: [...value].map(pair => pair.map(pack)) };
    if (value instanceof Set) return { $: 'set', v: [...value].map(pack) };
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name;
      return { $: 'view', c: name, v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    if (Array.isArray(value)) return value.map(pack);
    const packed = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
    return '$' in packed ? { $: 'object', v: packed } : packed;
  }

  function pack(value: unknown): unknown {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
      return { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'function' || typeof value === 'symbol') throw new Error('An object could not be cloned.');
    return typeof value === 'object' && value !== null ? packObject(value) : value;
  }

  function unpackView(name: string, text: string): unknown {
    const { buffer } = fromBase64(text);
    const View: unknown = Reflect.get(globalThis, name);
    return typeof View === 'function' ? Reflect.construct(View, [buffer]) : buffer;
  }

  function unpackTagged(tagged: Tagged): unknown {
    const { v } = tagged;
    if (tagged.$ === 'number') return Number(v);
    if (tagged.$ === 'bigint') return BigInt(String(v));
    if (tagged.$ === 'date') return new Date(Number(v));
    if (tagged.$ === 'buffer') return fromBase64(String(v)).buffer;
    if (tagged.$ === 'view') return unpackView(String(tagged.c), String(v));
    if (tagged.$ === 'object') return unpackPlain(v as object);
    const list = Array.isArray(v) ? v : [];
    if (tagged.$ === 'map') return new Map(list.map(([key, item]) => [unpack(key), unpack(item)]));
    if (tagged.$ === 'set') return new Set(list.map(unpack));
    if (tagged.$ === 'error') return Object.assign(new Error(String(list[1])), { name: String(list[0]) });
    return undefined;
  }

  function unpackPlain(value: object): unknown {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
  }

  function unpack(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    return '$' in value ? unpackTagged(value as Tagged) : unpackPlain(value);
  }

  return { encode: value => JSON.stringify(pack(value)), decode: text => unpack(JSON.parse(text)) };
}
