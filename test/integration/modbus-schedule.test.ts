/**
 * When devices are asked: beats that do not drift, a device that cannot keep up and is read in turn all the same, and tags that are
 * read fast while somebody looks at them or waits for what a command does. Counted at the device.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AcquisitionBench } from '../kit/acquisition-bench.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { writeProject } from '../kit/project-builder.ts';
import { StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const temporaryFolder = useTemporaryFolders();

async function withRig(
  options: Pick<RigOptions, 'tags'> & Partial<RigOptions>,
  run: (server: FakeModbusServer, rig: ModbusRig) => Promise<void>,
): Promise<void> {
  const server = await new FakeModbusServer().listen();
  const rig = new ModbusRig({
    port: server.port,
    framing: 'tcp',
    timeoutMs: 500,
    staleAfterMs: 5_000,
    devices: [{ id: 'D', unit: 7 }],
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

const asked = (server: FakeModbusServer, offset: number, from = 0): number =>
  server.requests.slice(from).filter(r => r.offset === offset).length;

describe('groups of 50 ms to 60 s of one device', () => {
  const PERIODS = [50, 100, 250, 1_000, 5_000, 60_000];
  const tags = PERIODS.map((periodMs, i) => ({ device: 'D', offset: i * 200, periodMs }));

  it.concurrent('are all read at once in the beginning and then each in its beat', () =>
    withRig({ tags }, async (server, rig) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0), 1_500);
      const from = server.requests.length;
      const began = performance.now();
      await sleep(5_000);
      const seconds = (performance.now() - began) / 1_000;
      PERIODS.forEach((periodMs, i) => {
        const beats = (seconds * 1_000) / periodMs;
        const seen = asked(server, i * 200, from);
        // Never more than one beat too many; on a crowded machine some may be missed, and are counted.
        expect(seen).toBeLessThanOrEqual(Math.ceil(beats) + 1);
        expect(seen + rig.device('D').overruns).toBeGreaterThanOrEqual(Math.floor(beats) - 1);
        expect(seen).toBeGreaterThan(beats / 2 - 1);
      });
    }));

  it.concurrent('do not drift: beat n comes at n periods after the first', () =>
    withRig({ tags: [{ device: 'D', offset: 0, periodMs: 200 }] }, async server => {
      // Answers take half a period, by turns: a master that counts from the answer falls behind by that much each time.
      let turn = 0;
      server.behave = exchange => faults.late(turn++ % 2 === 0 ? 100 : 0)(exchange);
      await waitFor('the first beats', () => server.requests.length > 3);
      const [first] = server.requests.slice(-1);
      await sleep(4_000);
      const offBeat = server.requests
        .filter(r => r.at > (first?.at ?? 0))
        .map(r => Math.abs(((r.at - (first?.at ?? 0) + 100) % 200) - 100))
        .toSorted((a, b) => a - b);
      // The median, because single beats may come late on a crowded machine; drift moves them all.
      expect(offBeat[offBeat.length >> 1]).toBeLessThan(40);
      expect(offBeat.length).toBeGreaterThan(10);
    }));
});

describe('a device that cannot keep up', () => {
  const tags = Array.from({ length: 10 }, (_, i) => ({ device: 'D', offset: i * 200, periodMs: 1_000 }));

  it.concurrent('has every block read in turn, overruns counted, and nothing piles up once it is fast again', () =>
    withRig({ tags }, async (server, rig) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0));
      server.behave = faults.late(150);
      const from = server.requests.length;
      await sleep(6_000);
      const counts = tags.map(tag => asked(server, tag.offset, from));
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      const overruns = rig.device('D').overruns;
      expect(overruns).toBeGreaterThanOrEqual(3);
      expect(rig.device('D').timeouts).toBe(0);
      expect(tags.every((_, i) => rig.quality(i) === 'good')).toBe(true);

      server.behave = faults.none();
      await sleep(1_200);
      const [seen, settled] = [server.requests.length, rig.device('D').overruns];
      await sleep(3_000);
      // Three beats of ten blocks, one more at the border.
      expect(server.requests.length - seen).toBeLessThanOrEqual(40);
      expect(server.requests.length - seen).toBeGreaterThanOrEqual(20);
      expect(rig.device('D').overruns - settled).toBeLessThanOrEqual(1);
    }));

  it.concurrent('has fast blocks read more often, and slow ones are not starved', () => {
    const fast = [0, 200, 400].map(offset => ({ device: 'D', offset, periodMs: 200 }));
    const slow = [2_000, 2_200].map(offset => ({ device: 'D', offset, periodMs: 2_000 }));
    return withRig({ tags: [...fast, ...slow] }, async (server, rig) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0));
      // 100 ms for each of three blocks that are due every 200 ms.
      server.behave = faults.late(100);
      const from = server.requests.length;
      await sleep(9_000);
      const counts = [...fast, ...slow].map(tag => asked(server, tag.offset, from));
      // Due every 2 s; one that is answered after its next beat is asked again at the one after that.
      expect(Math.min(...counts.slice(3))).toBeGreaterThanOrEqual(2);
      expect(Math.max(...counts.slice(3))).toBeLessThanOrEqual(5);
      expect(Math.min(...counts.slice(0, 3))).toBeGreaterThan(10);
      expect(Math.max(...counts.slice(0, 3)) - Math.min(...counts.slice(0, 3))).toBeLessThanOrEqual(2);
    });
  });

  it.concurrent('has what is due soonest asked first: a crowd of slow blocks does not hold up a fast one', () => {
    const fast = { device: 'D', offset: 0, periodMs: 250 };
    const slow = Array.from({ length: 20 }, (_, i) => ({ device: 'D', offset: 1_000 + i * 200, periodMs: 2_000 }));
    return withRig({ tags: [fast, ...slow] }, async (server, rig) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0));
      server.behave = faults.late(50);
      const from = server.requests.length;
      await sleep(6_000);
      // Five answers fit into the fast period; how many slow ones come between two fast ones says who waits for whom.
      const between = server.requests
        .slice(from)
        .map(r => (r.offset === 0 ? '|' : '-'))
        .join('')
        .split('|');
      expect(Math.max(...between.map(run => run.length))).toBeLessThanOrEqual(9);
      expect(between.length).toBeGreaterThan(12);
    });
  });

  it.concurrent('counts overruns that are never taken back', () => {
    const options = { tags: [{ device: 'D', offset: 0, periodMs: 10_000, fastPeriodMs: 100 }] };
    return withRig(options, async (server, rig) => {
      await waitFor('the value', () => rig.quality() === 'good');
      server.behave = faults.late(250);
      rig.channel.hasten(new Set([0]));
      await waitFor('overruns of the fast group', () => rig.device('D').overruns >= 3);
      const overruns = rig.device('D').overruns;
      rig.channel.hasten(new Set());
      expect(rig.device('D').overruns).toBeGreaterThanOrEqual(overruns);
      rig.channel.hasten(new Set([0]));
      await sleep(400);
      expect(rig.device('D').overruns).toBeGreaterThanOrEqual(overruns);
    });
  });
});

describe('a slow tag', () => {
  it.concurrent('of a station is read fast while a client looks at it, and slowly again when it has gone', async () => {
    const server = await new FakeModbusServer().listen();
    const project = writeProject(join(temporaryFolder(), 'project'), {
      channels: [{ id: 'plc', port: server.port, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: [
        { name: 'SLOW', device: 'PLC', offset: 300, periodMs: 60_000, fastPeriodMs: 100 },
        { name: 'OTHER', device: 'PLC', offset: 900, periodMs: 60_000, fastPeriodMs: 100 },
      ],
    });
    const station = await StationProcess.start({ project, data: join(temporaryFolder(), 'data') });
    try {
      const reads = (offset: number) => asked(server, offset);
      await waitFor('the first reading', () => reads(300) > 0 && reads(900) > 0);
      const client = await WsClient.connect(station.url);
      client.listen(m => void (m.kind === 'item' && client.send({ kind: 'ack', id: m.id, seq: m.seq })));
      client.send({ kind: 'open', id: 1, method: 'tags', input: { tags: ['SLOW'] } });
      const before = reads(300);
      await waitFor('the fast beat', () => reads(300) > before + 10, 4_000);
      await client.close();
      await sleep(500);
      const [slow, other] = [reads(300), reads(900)];
      await sleep(1_500);
      // The connection is asked something every second, whatever is due.
      expect(reads(300) + reads(900) - slow - other).toBeLessThanOrEqual(3);
      // Nobody looked at it: the first reading, one when the other was looked at, and those.
      expect(reads(900)).toBeLessThanOrEqual(8);
    } finally {
      await station.stop();
      await server.close();
    }
  });

  it.concurrent('is read fast after it was written, and so is what shows the effect', async () => {
    const server = await new FakeModbusServer().listen();
    const device = 'D';
    const tags = [
      { device, offset: 100, periodMs: 60_000, fastPeriodMs: 100, writeFunction: 6 },
      { device, offset: 500, periodMs: 60_000, fastPeriodMs: 100 },
      { device, offset: 900, periodMs: 60_000, fastPeriodMs: 100 },
    ] as const;
    const bench = new AcquisitionBench({
      channels: [{ port: server.port, framing: 'tcp', devices: [{ id: device, unit: 7 }], tags }],
      dataDirectory: temporaryFolder(),
    }).start();
    try {
      await waitFor('every value', () => tags.every((_, i) => bench.quality(i) === 'good'));
      const from = server.requests.length;
      const order = { handle: 0, raw: 4_711, deadline: performance.now() + 1_000 };
      expect(await bench.acquisition.write(order, [1])).toMatchObject({ ok: true });
      await waitFor('its value', () => bench.table.read(0).v === 4_711, 1_000);
      await waitFor('the fast beat', () => asked(server, 100, from) > 10 && asked(server, 500, from) > 10, 4_000);
      expect(asked(server, 900, from)).toBeLessThanOrEqual(3);
    } finally {
      await bench.stop();
      await server.close();
    }
  });
});
