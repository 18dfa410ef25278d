/**
 * What is known of a device's holes, over time: kept over a restart, tried again, forgotten when they are mended, never learned from
 * a device that refuses everything. The limits of the project are never broken, whatever is being found out.
 */
import { describe, expect, it } from 'vitest';
import { FakeModbusServer, faults, first } from '../kit/fake-modbus-server.ts';
import { seededRandom } from '../kit/modbus-crowd.ts';
import type { RigTag } from '../kit/modbus-rig.ts';
import { covers, notGood, RegisterMap, registers, requestsPerScan, withMap, without } from '../kit/register-map.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();
const HOLES = [
  { from: 10, to: 10 },
  { from: 300, to: 300 },
];
const TAGS = [...registers(0, 49), ...registers(280, 320)];

describe('what was learned of a device', () => {
  it.concurrent('is kept over a restart: nothing is searched again, and each hole is tried once', async () => {
    const dataDirectory = temporaryFolder();
    const map = new RegisterMap(without(...HOLES));
    const options = { tags: TAGS, dataDirectory };
    await withMap(map, options, async ({ rig }) => {
      await waitFor('both holes', () => rig.diagnostics('D').holes.length === 2 && requestsPerScan(rig) === 4, 8_000);
    });
    map.refused.length = 0;
    await withMap(map, options, async ({ rig, server }) => {
      await waitFor('every value', () => rig.goodSamples.filter(n => n > 2).length === TAGS.length - 2);
      expect(rig.diagnostics('D').holes.map(({ from, to }) => [from, to])).toEqual([
        [10, 10],
        [300, 300],
      ]);
      // One trial a second, the next of the same hole four seconds later.
      await sleep(2_500);
      expect(map.refused.map(({ offset, count }) => [offset, count])).toEqual([
        [10, 1],
        [300, 1],
      ]);
      const blocks = new Set(server.requests.map(r => `${r.offset}+${r.count}`));
      expect([...blocks].toSorted()).toEqual(['0+10', '10+1', '11+39', '280+20', '300+1', '301+20']);
      expect(rig.device('D')).toMatchObject({ state: 'degraded', cause: 'exception' });
    });
  });

  it.concurrent('is found out to be true no more while it runs, and after the device was away', async () => {
    const map = new RegisterMap(without(...HOLES));
    await withMap(map, { tags: TAGS }, async ({ rig, server }) => {
      await waitFor('both holes', () => rig.diagnostics('D').holes.length === 2);
      map.areas = without({ from: 300, to: 300 });
      await waitFor('the mended one', () => rig.diagnostics('D').holes.length === 1, 10_000);
      await waitFor('its values', () => Object.keys(notGood(rig, TAGS)).join() === '300', 1_000);
      // The other has been tried often enough to be left alone for many seconds; a device that was away may be another one.
      const probed = () => map.refused.filter(r => covers(r, { from: 300, to: 300 })).length;
      await waitFor('more trials', () => probed() >= 5, 12_000);
      const { port } = server;
      await server.close();
      await waitFor('the loss', () => rig.device('D').state === 'offline');
      const again = await new FakeModbusServer().listen(port);
      try {
        await waitFor('every value', () => Object.keys(notGood(rig, TAGS)).length === 0, 14_000);
        await waitFor('the device online', () => rig.device('D').state === 'online', 1_000);
        // Until the hole was tried it was what it had been: never well in between.
        expect(rig.changes.slice(-3).map(c => c.state)).toEqual(['offline', 'degraded', 'online']);
        expect(rig.diagnostics('D').holes).toEqual([]);
      } finally {
        await again.close();
      }
    });
  }, 45_000);
});

describe('an area of forty registers that a device begins to give', () => {
  it.concurrent('comes back whole, not register by register', async () => {
    const map = new RegisterMap(without({ from: 5, to: 44 }));
    const tags = registers(0, 49);
    await withMap(map, { tags }, async ({ rig }) => {
      await waitFor('the holes', () => rig.diagnostics('D').holes.length === 40);
      map.areas = without();
      await waitFor('every value', () => Object.keys(notGood(rig, tags)).length === 0, 8_000);
      expect(rig.diagnostics('D').holes).toEqual([]);
      await waitFor('one request again', () => requestsPerScan(rig) === 1 && rig.device('D').state === 'online');
    });
  });
});

describe('a device that refuses everything for a while', () => {
  it.concurrent('is not called full of holes, not hammered, and read as before when it is back', async () => {
    const map = new RegisterMap(without());
    await withMap(map, { tags: TAGS }, async ({ rig, server }) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 1));
      const before = requestsPerScan(rig);
      map.isStopped = true;
      await waitFor('no value', () => TAGS.every((_, i) => rig.quality(i) === 'bad/device-fault'));
      const seen = server.requests.length;
      await sleep(4_000);
      // 80 for the scans; the rest are searches, of two requests for each of 91 tags, ever more rarely.
      expect(server.requests.length - seen).toBeLessThan(80 + 4 * 2 * TAGS.length);
      expect(rig.diagnostics('D').holes).toEqual([]);
      expect(TAGS.every((_, i) => rig.quality(i) === 'bad/device-fault')).toBe(true);
      expect(rig.device('D')).toMatchObject({ state: 'degraded', cause: 'exception' });
      map.isStopped = false;
      await waitFor('every value again', () => Object.keys(notGood(rig, TAGS)).length === 0, 10_000);
      await waitFor('the device online', () => rig.device('D').state === 'online', 2_000);
      expect(requestsPerScan(rig)).toBe(before);
    });
  });

  it.concurrent.each([1, 4, 6])('or answers exception %i is asked for nothing else than its blocks', async code => {
    const map = new RegisterMap([]);
    map.code = code;
    await withMap(map, { tags: TAGS }, async ({ rig, server }) => {
      await waitFor('no value', () => TAGS.every((_, i) => rig.quality(i) === 'bad/device-fault'));
      await sleep(1_500);
      expect(new Set(server.requests.map(r => `${r.offset}+${r.count}`)).size).toBe(requestsPerScan(rig));
      expect(rig.diagnostics('D').holes).toEqual([]);
    });
  });

  it.concurrent('refuses one request only: nothing is searched for', async () => {
    const map = new RegisterMap(without());
    await withMap(map, { tags: TAGS }, async ({ rig, server }) => {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 1));
      server.behave = first(1, faults.exception(2));
      await waitFor('the refusal', () => rig.device('D').failures === 1);
      await waitFor('every value again', () => Object.keys(notGood(rig, TAGS)).length === 0);
      expect(new Set(server.requests.map(r => `${r.offset}+${r.count}`)).size).toBe(requestsPerScan(rig));
      expect(rig.diagnostics('D').holes).toEqual([]);
    });
  });
});

describe('the limits of the project', () => {
  const limits = {
    maxRegisters: 10,
    maxBits: 16,
    forbidden: [
      { table: 'holding', from: 40, to: 44 },
      { table: 'holding', from: 141, to: 141 },
      { table: 'coil', from: 70, to: 79 },
    ],
  } as const;

  it.concurrent.each([1, 2, 3, 4])('are never broken, with whatever else the device refuses (%i)', async seed => {
    const random = seededRandom(seed);
    const isForbidden = ({ table, offset }: RigTag): boolean =>
      limits.forbidden.some(f => f.table === table && offset >= f.from && offset <= f.to);
    const tags = [
      ...registers(0, 199).map(tag => ({ ...tag, table: 'holding' as const })),
      ...registers(0, 149).map(tag => ({ ...tag, table: 'coil' as const })),
    ].filter(tag => random() < 0.6 && !isForbidden(tag));
    const holes = Array.from({ length: 6 }, () => Math.floor(random() * 200)).toSorted((a, b) => a - b);
    const map = new RegisterMap(without(...[...new Set(holes)].map(n => ({ from: n, to: n }))));
    const options = {
      tags,
      devices: [{ id: 'D', unit: 7, limits }],
      expected: (tag: RigTag) => (tag.table === 'coil' ? tag.offset % 2 : tag.offset),
    };
    await withMap(map, options, async ({ rig, server }) => {
      const inHole = tags.filter(tag => holes.includes(tag.offset)).length;
      const known = () => tags.filter((_, i) => rig.quality(i) === 'good').length === tags.length - inHole;
      await waitFor('everything to be known', known, 15_000);
      // Trials of what was found.
      await sleep(2_500);
      const broken = server.requests.filter(r => {
        const [table, most] = r.code === 1 ? ['coil', limits.maxBits] : ['holding', limits.maxRegisters];
        return r.count > Number(most) || limits.forbidden.some(f => f.table === table && covers(r, f));
      });
      expect(broken.map(r => `${r.code}: ${r.offset}+${r.count}`)).toEqual([]);
      expect(server.requests.length).toBeGreaterThan(100);
    });
  }, 30_000);
});
