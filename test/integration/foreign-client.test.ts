/**
 * A foreign client, mbpoll, on the same devices as Citygate and at the same time: it must see what the station sees, the station
 * must see what it writes, and neither may disturb the other.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceStatus } from '../../shared/model/device.ts';
import type { TagReading } from '../../shared/model/tag.ts';
import { FieldControl } from '../kit/field-control.ts';
import { useLibmodbus } from '../kit/libmodbus-peer.ts';
import { mbpollRead, mbpollWrite, startMbpoll } from '../kit/mbpoll.ts';
import { PeerRig, tcpChannel } from '../kit/peer-rig.ts';
import { projectRoot, StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();
const libmodbus = useLibmodbus();
const START_LIMIT_MS = 60_000;
/** Two scans of a second, and as much for a busy machine. */
const SHOWN_LIMIT_MS = 8_000;

describe('mbpoll on the PLC of the demo station', () => {
  let station: StationProcess;
  let field: FieldControl;
  let plc: { readonly port: number; readonly unit: number };

  beforeAll(async () => {
    const data = join(temporaryFolder(), 'data');
    station = await StationProcess.start({ project: join(projectRoot, 'assets/demo-station'), data });
    field = new FieldControl(data);
    const [, port, unit] = /:(\d+)\/(\d+)$/.exec((await device('PLC')).endpoint) ?? [];
    plc = { port: Number(port), unit: Number(unit) };
    await waitFor('the first values', async () => (await shown('PT-1101')) !== null, SHOWN_LIMIT_MS);
  }, START_LIMIT_MS);
  afterAll(() => station?.stop(), START_LIMIT_MS);

  async function device(id: string): Promise<DeviceStatus> {
    const found = (await station.value<DeviceStatus[]>('devices.status')).find(d => d.device === id);
    if (found === undefined) throw new Error(`no device ${id}`);
    return found;
  }
  async function shown(tag: string): Promise<number | null> {
    const [reading] = await station.value<TagReading[]>('tags.read', { tags: [tag] });
    return reading?.quality === 'good' ? reading.value : null;
  }

  it('reads the same measurements, words and states as the station shows', async () => {
    const forced = { 'PT-1101': 3.25, 'PDT-1001': 0.5, 'TT-1101': -12.5, 'XI-1001': 0b100_0001, 'XA-1901': 1 } as const;
    for (const [tag, value] of Object.entries(forced)) await field.force(tag, value);
    expect(await mbpollRead({ ...plc, table: 'holding', address: 0, as: 'float' }, 3)).toEqual([3.25, 0.5, -12.5]);
    expect(await mbpollRead({ ...plc, table: 'holding', address: 1_000 })).toEqual([0b100_0001]);
    expect(await mbpollRead({ ...plc, table: 'discrete', address: 34 })).toEqual([1]);
    for (const [tag, value] of Object.entries(forced)) {
      await waitFor(`${tag} at ${value}`, async () => (await shown(tag)) === value, SHOWN_LIMIT_MS);
      await field.release(tag);
    }
  });

  it('moves a valve and a set point, and the station shows both', async () => {
    await mbpollWrite({ ...plc, table: 'holding', address: 4_005 }, [1]);
    const opening = 4;
    await waitFor('the valve on its way', async () => ((await shown('XI-1201B')) ?? 0) & opening, SHOWN_LIMIT_MS);
    await mbpollWrite({ ...plc, table: 'holding', address: 3_002, as: 'float' }, [1.4375]);
    await waitFor('the set point', async () => (await shown('PIC-1353.SP')) === 1.4375, SHOWN_LIMIT_MS);
    expect(await mbpollRead({ ...plc, table: 'holding', address: 3_002, as: 'float' })).toEqual([1.4375]);
  });

  it('asks every 20 ms for seconds, and neither is refused or loses the device', async () => {
    const before = await device('PLC');
    const place = ['-p', String(plc.port), '-a', String(plc.unit), '-t', '4:float', '-r', '0', '-c', '30', '127.0.0.1'];
    const loop = startMbpoll(place, 20);
    try {
      await sleep(4_000);
      expect(loop.failures).toEqual([]);
      expect(loop.polls).toBeGreaterThan(20);
    } finally {
      await loop.stop();
    }
    const after = await device('PLC');
    expect([after.state, after.since]).toEqual(['online', before.since]);
    expect(after.requests).toBeGreaterThan(before.requests);
  });
});

describe('mbpoll on a libmodbus device that Citygate polls', () => {
  it('sees what the driver writes, and the driver what it writes, while both read as fast as they can', async () => {
    const peer = await libmodbus.tcp();
    const channel = tcpChannel({ port: peer.port, devices: [{ id: 'D', unit: 1 }], timeoutMs: 2_000 });
    const tags = [
      { device: 'D', offset: 200, type: 'float32', order: 'CDAB', writeFunction: 16, periodMs: 50 },
      { device: 'D', offset: 210, periodMs: 50 },
      { device: 'D', table: 'coil', offset: 3, writeFunction: 5, periodMs: 50 },
    ] as const;
    const rig = new PeerRig({ channel, tags }).start();
    const loop = startMbpoll(['-p', String(peer.port), '-t', '4', '-r', '100', '-c', '120', '127.0.0.1'], 11);
    try {
      await waitFor('the first values', () => rig.isGood(), SHOWN_LIMIT_MS);
      for (let i = 1; i <= 10; i++) {
        expect(await rig.write(0, i / 8)).toMatchObject({ ok: true });
        expect(await mbpollRead({ port: peer.port, table: 'holding', address: 200, as: 'float' })).toEqual([i / 8]);
        expect(await rig.write(2, i % 2)).toMatchObject({ ok: true });
        expect(await mbpollRead({ port: peer.port, table: 'coil', address: 3 })).toEqual([i % 2]);
        await mbpollWrite({ port: peer.port, table: 'holding', address: 210 }, [i * 111]);
        await waitFor(`${i * 111}`, () => rig.quality(1) === 'good' && rig.value(1) === i * 111, SHOWN_LIMIT_MS);
      }
      expect(loop.failures).toEqual([]);
      expect(rig.device('D')).toMatchObject({ state: 'online', failures: 0 });
      // Ours, the loop's; each of the others came, asked and went.
      expect((await peer.report()).open).toBe(2);
    } finally {
      await loop.stop();
      await rig.stop();
    }
  });
});
