/** Registers and bits of a block's reply to numbers. Pure. */
import { readBit, readerOf } from '../../../../shared/modbus/register-codec.ts';
import { isBitTable } from '../../../../shared/modbus/register-field.ts';
import type { Block, BlockTag } from './blocks.ts';

/** Reads one value out of the data bytes of a reply. */
export type Decoder = (data: Buffer) => number;

/** One decoder per tag of the block, in the block's order. */
export function decodersOf(block: Block): readonly Decoder[] {
  return block.tags.map(tag => decoderOf(tag, tag.address.offset - block.offset));
}

function decoderOf({ address }: BlockTag, index: number): Decoder {
  if (isBitTable(address.table)) return data => readBit(data, 0, index);
  const read = readerOf(address);
  return data => read(data, index * 2);
}
