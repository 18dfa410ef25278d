/** A raw value for one address → the one request that writes it. Used by the driver only; see the command gate. Pure. */
import { bytesOf, maskOf, registersIn } from '../../../../shared/modbus/register-codec.ts';
import type { ModbusAddress } from '../../../project/types.ts';
import {
  maskWriteRegister,
  type Request,
  readWriteRegisters,
  writeCoil,
  writeCoils,
  writeRegister,
  writeRegisters,
} from './wire/pdu.ts';

/** Throws RangeError when the address takes no writes, or not this value. */
export function writeRequestOf(unit: number, address: ModbusAddress, raw: number | bigint): Request {
  const { offset, writeFunction } = address;
  switch (writeFunction) {
    case 5:
      return writeCoil(unit, offset, isOn(raw));
    case 15:
      return writeCoils(unit, offset, [isOn(raw)]);
    case 22:
      return maskWriteRegister(unit, offset, bitOf(address, isOn(raw)));
    case 6:
      if (registersIn(address) !== 1) throw new RangeError('function 6 writes one register');
      return writeRegister(unit, offset, registersOf(address, raw));
    case 16:
      return writeRegisters(unit, offset, registersOf(address, raw));
    case 23:
      return readWriteRegisters(unit, offset, registersOf(address, raw));
    default:
      throw new RangeError('this address takes no writes');
  }
}

/** True when the device says in its reply to function 23 that the registers now hold what was written. */
export function isReadBack(body: Uint8Array, { pdu }: Request): boolean {
  const written = pdu.subarray(10);
  return written.every((byte, i) => body[3 + i] === byte);
}

function isOn(raw: number | bigint): boolean {
  const value = Number(raw);
  if (value !== 0 && value !== 1) throw new RangeError(`${raw} is neither 0 nor 1`);
  return value === 1;
}

function registersOf(address: ModbusAddress, raw: number | bigint): Uint8Array {
  if (address.split !== undefined) throw new RangeError('a totaliser in two parts is not written');
  if (typeof raw === 'number' && !Number.isFinite(raw)) throw new RangeError(`${raw} is no value`);
  return bytesOf(address, raw);
}

function bitOf(address: ModbusAddress, isSet: boolean): { andMask: number; orMask: number } {
  const mask = maskOf(address);
  return { andMask: 0xffff & ~mask, orMask: isSet ? mask : 0 };
}
