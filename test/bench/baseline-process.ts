/**
 * What the driver is compared with, as measured programs: `baseline-process.ts MODE PORT IN-FLIGHT MS WARM-UP-MS` prints one
 * JSON object. `bare` is a socket loop that sends the same requests as the driver and copies the registers out of the replies,
 * and checks nothing. `modbus-serial` is the library's own way of reading them: one promise after the other, as many loops as
 * may be in flight.
 */
import { connect } from 'node:net';
import ModbusRTU from 'modbus-serial';
import { BLOCKS, REGISTERS, rateOf } from './rate.ts';

const [mode = '', port = '0', inFlight = '1', ms = '1000', warmUpMs = '1000'] = process.argv.slice(2);
const span = { warmUpMs: Number(warmUpMs), ms: Number(ms) };

async function bare(): Promise<object> {
  let values = 0;
  let transaction = 0;
  const copy = Buffer.alloc(BLOCKS * REGISTERS * 2);
  const blockOf = new Uint16Array(65_536);
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  const request = (): Buffer => {
    const frame = Buffer.allocUnsafe(12);
    const block = transaction % BLOCKS;
    blockOf[transaction] = block;
    frame.writeUInt16BE(transaction, 0);
    frame.writeUInt32BE(6, 2);
    frame.writeUInt16BE(0x01_03, 6);
    frame.writeUInt16BE(block * REGISTERS, 8);
    frame.writeUInt16BE(REGISTERS, 10);
    transaction = (transaction + 1) & 0xffff;
    return frame;
  };
  let rest = Buffer.alloc(0);
  socket.on('data', bytes => {
    let buffer = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const next: Buffer[] = [];
    while (buffer.length >= 6 && buffer.length >= 6 + buffer.readUInt16BE(4)) {
      const length = 6 + buffer.readUInt16BE(4);
      buffer.copy(copy, (blockOf[buffer.readUInt16BE(0)] ?? 0) * REGISTERS * 2, 9, length);
      values += REGISTERS;
      next.push(request());
      buffer = buffer.subarray(length);
    }
    rest = buffer;
    if (next.length > 0) socket.write(next.length === 1 ? (next[0] ?? bytes) : Buffer.concat(next));
  });
  for (let i = 0; i < Number(inFlight); i++) socket.write(request());
  const valuesPerS = await rateOf(() => values, span);
  socket.destroy();
  return { valuesPerS };
}

async function library(): Promise<object> {
  const client = new ModbusRTU();
  await client.connectTCP('127.0.0.1', { port: Number(port) });
  client.setID(1);
  client.setTimeout(1_000);
  let values = 0;
  let block = 0;
  let running = true;
  const read = async (): Promise<void> => {
    while (running) {
      block = (block + 1) % BLOCKS;
      values += (await client.readHoldingRegisters(block * REGISTERS, REGISTERS)).data.length;
    }
  };
  const loops = Array.from({ length: Number(inFlight) }, read);
  const valuesPerS = await rateOf(() => values, span);
  running = false;
  await Promise.all(loops);
  await new Promise<void>(resolve => client.close(() => resolve()));
  return { valuesPerS };
}

const MODES: Readonly<Record<string, () => Promise<object>>> = { bare, 'modbus-serial': library };
const run = MODES[mode];
if (run === undefined) throw new Error(`no mode ${mode}`);
process.stdout.write(`${JSON.stringify(await run())}\n`);
