/** Registers and bits to numbers, for every word order that meters use. Pure. */
import type { WordOrder } from '../../../project/types.ts';
import type { Block, BlockTag } from './blocks.ts';

/** Reads one value out of the data bytes of a reply. */
export type Decoder = (data: Buffer) => number;

/** One decoder per tag of the block, in the block's order. */
export function decodersOf(block: Block): readonly Decoder[] {
  return block.tags.map(tag => decoderOf(tag, tag.address.offset - block.offset));
}

function decoderOf({ address }: BlockTag, index: number): Decoder {
  const at = index * 2;
  switch (address.type) {
    case 'bit':
      return data => ((data[index >> 3] ?? 0) >> (index & 7)) & 1;
    case 'uint16':
      return data => data.readUInt16BE(at);
    case 'int16':
      return data => data.readInt16BE(at);
    case 'uint32':
      return data => wordAt(data, at, address.order);
    case 'int32':
      return data => wordAt(data, at, address.order) | 0;
    case 'float32':
      return data => {
        scratch.setUint32(0, wordAt(data, at, address.order));
        return scratch.getFloat32(0);
      };
  }
}

const scratch = new DataView(new ArrayBuffer(4));

/** The 32-bit word at byte `at`; `order` names its bytes on the wire, A = most significant. */
function wordAt(data: Buffer, at: number, order: WordOrder): number {
  switch (order) {
    case 'ABCD':
      return data.readUInt32BE(at);
    case 'DCBA':
      return data.readUInt32LE(at);
    case 'CDAB':
      return data.readUInt16BE(at + 2) * 65_536 + data.readUInt16BE(at);
    case 'BADC':
      return data.readUInt16LE(at) * 65_536 + data.readUInt16LE(at + 2);
  }
}
