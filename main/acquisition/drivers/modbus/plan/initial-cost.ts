/** What a request costs on a channel before it has been measured. Pure. */
import type { ModbusChannel } from '../../../../project/types.ts';
import type { ReadCost } from './cost-model.ts';

/** A switched network: a request costs a round trip, a register next to nothing. */
const NETWORK: ReadCost = { perRequestMs: 1, perRegisterMs: 0.0005 };
/** What most meters are left at; a serial server does not tell. */
const USUAL_BD = 9_600;
const CHARACTER_BITS = 10;
/** Bytes of a request and of a reply without its registers (RTU). */
const FRAME_BYTES = 8 + 5;
/** Time that a meter takes to think, ms. */
const THINKING_MS = 10;

export function initialCostOf(config: ModbusChannel): ReadCost {
  if (config.protocol === 'modbus-tcp' && !config.isGateway) return NETWORK;
  const baudRate = config.protocol === 'modbus-rtu' ? config.serial.baudRate : USUAL_BD;
  const byteMs = (CHARACTER_BITS / baudRate) * 1_000;
  const silenceMs = 2 * 3.5 * byteMs + config.turnaroundMs;
  return { perRequestMs: FRAME_BYTES * byteMs + silenceMs + THINKING_MS, perRegisterMs: 2 * byteMs };
}
