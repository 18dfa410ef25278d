import { describe, expect, it } from 'vitest';
import { crc16 } from '../../../main/platform/crc16.ts';

describe('CRC of the Modbus serial line', () => {
  it('gives the values of the specification and of the CRC catalogue', () => {
    expect(crc16(Buffer.from([0x02, 0x07]))).toBe(0x1241);
    expect(crc16(Buffer.from('123456789'))).toBe(0x4b37);
    expect(crc16(Buffer.alloc(0))).toBe(0xffff);
  });
});
