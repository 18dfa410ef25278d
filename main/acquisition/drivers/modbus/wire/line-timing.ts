/**
 * Times on a serial line (MODBUS over Serial Line V1.02, 2.4.1 and 2.5.1.1). Pure. Through a serial server the line's speed is
 * not known and its server keeps the gaps; then only the turnaround of the project counts.
 */
import type { ModbusRtuChannel, ModbusRtuTcpChannel } from '../../../../project/types.ts';

export interface LineTiming {
  /** Time that so many bytes take on the wire, ms. */
  readonly durationMs: (bytes: number) => number;
  /** Silence between a reply and the next request, ms. */
  readonly betweenFramesMs: number;
  /** Silence that shows that noise or a broken frame is over, ms. */
  readonly afterNoiseMs: number;
  /** Nobody answers a broadcast; the devices need this long to act on it, ms. */
  readonly broadcastMs: number;
}

/** Above 19,200 Bd the standard fixes the 3.5 characters of silence, because interrupts cannot follow. */
const FASTEST_COUNTED_BD = 19_200;
const FIXED_SILENCE_MS = 1.75;
/** "Typically 100 – 200 ms" (2.4.1). */
const BROADCAST_MS = 150;
/** USB adapters hand over every 16 ms, networks pause inside a frame: shorter silence does not prove the end of anything. */
const AFTER_NOISE_MS = 50;

export function timingOf(channel: ModbusRtuChannel | ModbusRtuTcpChannel): LineTiming {
  const { turnaroundMs } = channel;
  const broadcastMs = Math.max(BROADCAST_MS, turnaroundMs);
  if (channel.protocol === 'modbus-rtu-tcp') {
    return { durationMs: () => 0, betweenFramesMs: turnaroundMs, afterNoiseMs: AFTER_NOISE_MS, broadcastMs };
  }
  const { baudRate, dataBits, parity, stopBits } = channel.serial;
  const characterMs = ((1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits) / baudRate) * 1_000;
  const silenceMs = baudRate > FASTEST_COUNTED_BD ? FIXED_SILENCE_MS : 3.5 * characterMs;
  return {
    durationMs: bytes => bytes * characterMs,
    betweenFramesMs: Math.max(silenceMs, turnaroundMs),
    afterNoiseMs: Math.max(AFTER_NOISE_MS, silenceMs),
    broadcastMs,
  };
}
