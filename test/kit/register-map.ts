/**
 * What a device lets be read: areas that end where they end, and so much at once. Everything else is refused with an exception,
 * and remembered.
 */
import { expect } from 'vitest';
import { type Behaviour, FakeModbusServer, faults } from './fake-modbus-server.ts';
import type { SeenRequest } from './modbus-frames.ts';
import { ModbusRig, type RigOptions, type RigTag } from './modbus-rig.ts';

export interface Area {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

export class RegisterMap {
  /** Nothing is read across the end of an area, even where the next one begins. */
  areas: readonly Area[];
  /** Items of one request at most. */
  most = 2_000;
  /** Exception that refuses: 2, or 3 where a device takes any wrong request for a wrong value. */
  code = 2;
  /** Refuses everything, as a controller does that is stopped or being loaded. */
  isStopped = false;
  readonly refused: SeenRequest[] = [];
  readonly #right = faults.none();

  constructor(areas: readonly Area[]) {
    this.areas = areas;
  }

  readonly behave: Behaviour = exchange => {
    const { request } = exchange;
    if (this.#isReadable(request)) return this.#right(exchange);
    this.refused.push(request);
    faults.exception(this.code)(exchange);
  };

  #isReadable({ offset, count }: SeenRequest): boolean {
    if (this.isStopped || count > this.most) return false;
    return this.areas.some(({ from, to }) => offset >= from && offset + count - 1 <= to);
  }
}

/** The areas that are left of 0 … 9999 without these addresses. */
export function without(...holes: readonly Area[]): readonly Area[] {
  const starts = [0, ...holes.map(hole => hole.to + 1)];
  const ends = [...holes.map(hole => hole.from - 1), 9_999];
  return starts.flatMap((from, i) => ((ends[i] ?? 0) >= from ? [{ from, to: ends[i] ?? 0 }] : []));
}

export const covers = ({ offset, count }: SeenRequest, { from, to }: Area): boolean =>
  offset <= to && offset + count - 1 >= from;

/** Tags of one register each. */
export const registers = (from: number, to: number, step = 1): RigTag[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => ({
    device: 'D',
    offset: from + i * step,
    periodMs: 100,
  }));

export interface Site {
  readonly server: FakeModbusServer;
  readonly rig: ModbusRig;
  readonly map: RegisterMap;
}

/** A device with this map and a channel that reads it; ends both. Nothing that was good may have been wrong. */
export async function withMap(
  map: RegisterMap,
  options: Pick<RigOptions, 'tags'> & Partial<RigOptions>,
  run: (site: Site) => Promise<void>,
): Promise<void> {
  const server = await new FakeModbusServer(options.framing).listen();
  server.behave = map.behave;
  const rig = new ModbusRig({
    port: server.port,
    framing: 'tcp',
    timeoutMs: 500,
    devices: [{ id: 'D', unit: 7 }],
    ...options,
  }).start();
  try {
    await run({ server, rig, map });
    expect(rig.wrong).toEqual([]);
  } finally {
    await rig.stop();
    await server.close();
  }
}

export const requestsPerScan = (rig: ModbusRig): number =>
  rig.diagnostics('D').groups.reduce((sum, g) => sum + g.requests, 0);

/** Qualities that are not good, by offset. */
export function notGood(rig: ModbusRig, tags: readonly RigTag[]): Readonly<Record<number, string>> {
  return Object.fromEntries(
    tags.flatMap((tag, i) => (rig.quality(i) === 'good' ? [] : [[tag.offset, rig.quality(i)]])),
  );
}
