/**
 * CRC-16/MODBUS, the check of every frame on a serial Modbus line (Modbus over serial line V1.02, 6.2.2). Pure; the one
 * implementation for the driver and for the demo field, which must not import each other.
 */

/** By byte: the driver checks up to a thousand frames a second. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** Check sum of `bytes`; goes onto the wire low byte first. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}
