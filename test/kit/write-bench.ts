/** A scripted device with one output for each function that writes, and the channel that writes them. */
import type { WriteFunction } from '../../main/project/types.ts';
import { type Behaviour, echoed, FakeModbusServer, faults } from './fake-modbus-server.ts';
import { WRITE_CODES } from './modbus-frames.ts';
import { ModbusRig, type RigOptions, type RigTag } from './modbus-rig.ts';
import { waitFor } from './wait-for.ts';

export interface Output {
  readonly code: WriteFunction;
  readonly tag: RigTag;
  readonly raw: number;
  /** What the device must hold afterwards, by `table:address`. */
  readonly holds: Readonly<Record<string, number>>;
}

/** Written long ago: a register of which function 22 changes one bit. */
const BEFORE_MASK = 0x5a5a;

const output = (tag: Omit<RigTag, 'device' | 'periodMs'>): RigTag => ({ ...tag, device: 'D', periodMs: 200 });

export const OUTPUTS: readonly Output[] = [
  { code: 5, tag: output({ table: 'coil', offset: 10, writeFunction: 5 }), raw: 1, holds: { 'coil:10': 1 } },
  { code: 15, tag: output({ table: 'coil', offset: 20, writeFunction: 15 }), raw: 1, holds: { 'coil:20': 1 } },
  { code: 6, tag: output({ offset: 100, writeFunction: 6 }), raw: 0xabcd, holds: { 'register:100': 0xabcd } },
  {
    code: 16,
    tag: output({ offset: 110, type: 'uint32', order: 'CDAB', writeFunction: 16 }),
    raw: 0x1234_5678,
    holds: { 'register:110': 0x5678, 'register:111': 0x1234 },
  },
  {
    code: 22,
    tag: output({ offset: 120, type: 'bit', bit: 2, writeFunction: 22 }),
    raw: 1,
    holds: { 'register:120': BEFORE_MASK | 4 },
  },
  {
    code: 23,
    tag: output({ offset: 130, type: 'float32', writeFunction: 23 }),
    raw: 1.5,
    holds: { 'register:130': 0x3fc0, 'register:131': 0 },
  },
];

export const outputOf = (code: WriteFunction): Output => {
  const found = OUTPUTS.find(o => o.code === code);
  if (found === undefined) throw new Error(`no output for function ${code}`);
  return found;
};

/** `fault` for the first write, right answers for everything else. */
export function firstWrite(fault: Behaviour): Behaviour {
  const right = faults.none();
  let isMet = false;
  return exchange => {
    if (isMet || !WRITE_CODES.includes(exchange.request.code)) return right(exchange);
    isMet = true;
    fault(exchange);
  };
}

export class WriteBench {
  readonly server: FakeModbusServer;
  readonly rig: ModbusRig;
  /** The tag that is read all the time; its handle comes after those of the outputs. */
  readonly input: number;

  readonly #hasEcho: boolean;

  private constructor(server: FakeModbusServer, outputs: readonly Output[], options: Partial<RigOptions>) {
    this.server = server;
    this.#hasEcho = options.hasEcho ?? false;
    this.behave(faults.none());
    this.input = outputs.length;
    this.rig = new ModbusRig({
      port: server.port,
      framing: server.framing,
      devices: [{ id: 'D', unit: 7 }],
      tags: [...outputs.map(o => o.tag), { device: 'D', offset: 500, periodMs: 100 }],
      expected: tag => (tag.offset === 500 ? 500 : Number.NaN),
      ...options,
    });
  }

  /** Online, with every tag read once. */
  static async start(
    framing: 'tcp' | 'rtu',
    outputs: readonly Output[] = OUTPUTS,
    options: Partial<RigOptions> = {},
  ): Promise<WriteBench> {
    const server = await new FakeModbusServer(framing).listen();
    server.hasTransactionIds = options.hasTransactionIds ?? true;
    server.memory.set('register:120', BEFORE_MASK);
    const bench = new WriteBench(server, outputs, options);
    bench.rig.start();
    try {
      await waitFor('every tag', () => bench.rig.goodSamples.every(n => n > 0));
    } catch (error) {
      await bench.stop();
      throw error;
    }
    return bench;
  }

  /** From now on, behind the echo of the line if it has one. */
  behave(behaviour: Behaviour): void {
    this.server.behave = this.#hasEcho ? echoed(behaviour) : behaviour;
  }

  /** What the device holds of what an output is about. */
  held({ holds }: Output): Readonly<Record<string, number | undefined>> {
    return Object.fromEntries(Object.keys(holds).map(place => [place, this.server.memory.get(place)]));
  }

  async stop(): Promise<void> {
    await this.rig.stop();
    await this.server.close();
  }
}
