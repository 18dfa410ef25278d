/**
 * How many requests a scan costs: the least that the protocol's limits allow on a network, and otherwise what the device's own
 * measured cost makes cheapest. Counted at the device.
 */
import { describe, expect, it } from 'vitest';
import { type Behaviour, FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions, type RigTag } from '../kit/modbus-rig.ts';
import { RegisterMap, registers, requestsPerScan, without } from '../kit/register-map.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

async function withRig(
  options: Pick<RigOptions, 'framing' | 'tags'>,
  behave: Behaviour,
  run: (server: FakeModbusServer, rig: ModbusRig) => Promise<void>,
): Promise<void> {
  const server = await new FakeModbusServer(options.framing).listen();
  server.behave = behave;
  const rig = new ModbusRig({
    port: server.port,
    timeoutMs: 500,
    staleAfterMs: 3_000,
    devices: [{ id: 'D', unit: 7 }],
    expected: tag => (tag.table === 'coil' ? tag.offset % 2 : tag.offset),
    ...options,
  }).start();
  try {
    await run(server, rig);
    expect(rig.wrong).toEqual([]);
  } finally {
    await rig.stop();
    await server.close();
  }
}

/** Different requests that came within so long. */
async function seenWithin(server: FakeModbusServer, ms: number): Promise<string[]> {
  const from = server.requests.length;
  await sleep(ms);
  return [...new Set(server.requests.slice(from).map(r => `${r.offset}+${r.count}`))].toSorted();
}

const PERIOD_MS = 200;
const slower = (tags: readonly RigTag[]): RigTag[] => tags.map(tag => ({ ...tag, periodMs: PERIOD_MS }));
const coils = (tags: readonly RigTag[]): RigTag[] => tags.map(tag => ({ ...tag, table: 'coil' }));

describe('a scan', () => {
  it.concurrent.each([
    { name: '1000 registers', tags: registers(0, 999), holes: [], requests: 8 },
    { name: '500 tags on every second register', tags: registers(0, 999, 2), holes: [], requests: 8 },
    { name: '2000 bits', tags: coils(registers(0, 1_999)), holes: [], requests: 1 },
    // 500 + 499 registers, of which each side takes four requests.
    { name: '1000 registers with a hole', tags: registers(0, 999), holes: [500], requests: 8 },
    // 253 + 745 registers, of which blocks of 125 take three and six requests.
    { name: '500 tags on every second register with a hole', tags: registers(0, 999, 2), holes: [253], requests: 9 },
    { name: '2000 bits with a hole', tags: coils(registers(0, 1_999)), holes: [1_000], requests: 2 },
  ])('of $name costs $requests requests', async ({ tags, holes, requests }) => {
    const map = new RegisterMap(without(...holes.map(n => ({ from: n, to: n }))));
    const bad = tags.filter(tag => holes.includes(tag.offset)).length;
    await withRig({ framing: 'tcp', tags: slower(tags) }, map.behave, async (server, rig) => {
      const isGood = () => tags.filter((_, i) => rig.quality(i) === 'good').length === tags.length - bad;
      await waitFor('every value', isGood, 10_000);
      await waitFor('the plan', () => requestsPerScan(rig) === requests).catch(() =>
        expect(requestsPerScan(rig)).toBe(requests),
      );
      map.refused.length = 0;
      const seen = await seenWithin(server, 3 * PERIOD_MS);
      const tried = map.refused.map(r => `${r.offset}+${r.count}`);
      expect(seen.filter(span => !tried.includes(span))).toHaveLength(requests);
    });
  });
});

/** A device whose answer takes so long for itself and so much longer for each register. */
function charging(cost: { readonly requestMs: number; readonly registerMs: number }): Behaviour {
  const right = faults.none();
  return exchange => {
    const ms = cost.requestMs + cost.registerMs * exchange.request.count;
    setTimeout(() => exchange.socket.destroyed || right(exchange), ms);
  };
}

describe('a plan', () => {
  /** A plan is looked at again every thirty seconds. */
  const REPLANNED_MS = 45_000;

  it.concurrent('reads long gaps along once a slow line has turned out to charge for requests, not for registers', async () => {
    // Taken for 9600 Bd at first: a gap of more than fifteen registers would cost more than a request.
    const tags = [0, 60, 200, 260, ...registers(400, 439).map(t => t.offset)];
    const device = charging({ requestMs: 20, registerMs: 0.01 });
    const options = { framing: 'rtu', tags: tags.map(offset => ({ device: 'D', offset, periodMs: 500 })) } as const;
    await withRig(options, device, async (server, rig) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0));
      expect(await seenWithin(server, 700)).toEqual(['0+1', '200+1', '260+1', '400+40', '60+1']);
      await waitFor('a cheaper plan', () => requestsPerScan(rig) === 3, REPLANNED_MS);
      await sleep(600);
      expect(await seenWithin(server, 700)).toEqual(['0+61', '200+61', '400+40']);
      expect(rig.diagnostics('D').cost?.perRequestMs).toBeGreaterThan(10);
    });
  }, 60_000);

  it.concurrent('leaves gaps out once a device on a network has turned out to charge for every register', async () => {
    const tags = [0, 100, 2_000, ...registers(1_000, 1_009).map(t => t.offset)];
    const device = charging({ requestMs: 1, registerMs: 0.5 });
    const options = { framing: 'tcp', tags: tags.map(offset => ({ device: 'D', offset, periodMs: 500 })) } as const;
    await withRig(options, device, async (server, rig) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0));
      expect(await seenWithin(server, 700)).toEqual(['0+101', '1000+10', '2000+1']);
      await waitFor('a cheaper plan', () => requestsPerScan(rig) === 4, REPLANNED_MS);
      await sleep(600);
      expect(await seenWithin(server, 700)).toEqual(['0+1', '100+1', '1000+10', '2000+1']);
    });
  }, 60_000);
});
