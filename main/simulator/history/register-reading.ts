/**
 * What a client reads of a plant value: the raw number after its way through the registers of the device (float32, whole numbers,
 * scaling, split totals) or through OPC UA. Same law as servers/register-image.ts, one tag at a time and without a register
 * file, because the month has 50 million values. Pure.
 */
import { spanOf } from '../../../shared/modbus/register-codec.ts';
import { isBitTable } from '../../../shared/modbus/register-field.ts';
import type { ModbusAddress, ProjectTag } from '../../project/types.ts';
import { toRaw } from '../../tags/scaling.ts';
import { putRaw, takeRaw } from '../servers/register-words.ts';

/** Raw value that is read where the plant has `value` in the tag's unit. */
export type RegisterReading = (value: number) => number;

const MOST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/** Bits and words keep their value for hours: the way through the registers is gone only when it changes. */
function remembering(reading: RegisterReading): RegisterReading {
  let last = Number.NaN;
  let read = reading(last);
  return value => {
    if (!Object.is(value, last)) {
      last = value;
      read = reading(value);
    }
    return read;
  };
}

function throughRegisters(address: ModbusAddress): RegisterReading {
  const bytes = Buffer.alloc(spanOf(address).count * (isBitTable(address.table) ? 1 : 2));
  return raw => {
    putRaw(address, bytes, raw);
    return takeRaw(address, bytes);
  };
}

function rawReading({ address, signalClass }: ProjectTag): RegisterReading {
  if (address?.kind !== 'modbus') return signalClass === 'DI' ? Math.round : raw => raw;
  const isPlainFloat = address.type === 'float32' && address.split === undefined && !isBitTable(address.table);
  if (!isPlainFloat) return throughRegisters(address);
  return raw => Math.fround(raw > MOST_FLOAT32 ? MOST_FLOAT32 : raw < -MOST_FLOAT32 ? -MOST_FLOAT32 : raw);
}

export function registerReading(tag: ProjectTag): RegisterReading {
  const reading = rawReading(tag);
  const { scaling } = tag;
  return remembering(scaling === null ? reading : value => reading(toRaw(scaling, value)));
}
