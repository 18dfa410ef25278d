/**
 * Devices that refuse to be read here and there: holes, areas, limits. What can be read is read in as few requests as that allows,
 * what cannot is called so, and what was learned is kept, tried again and forgotten when it is true no more.
 */
import { describe, expect, it } from 'vitest';
import { faults } from '../kit/fake-modbus-server.ts';
import type { RigTag } from '../kit/modbus-rig.ts';
import { type Area, notGood, RegisterMap, registers, requestsPerScan, withMap, without } from '../kit/register-map.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

interface Landscape {
  readonly name: string;
  readonly tags: readonly RigTag[];
  readonly areas: readonly Area[];
  readonly most?: number;
  readonly code?: number;
  /** Offsets of tags that cannot be read. */
  readonly bad?: readonly number[];
  /** Requests of a scan once everything is known. */
  readonly requests: number;
}

const HOLE = 'bad/config-error';
const FLOATS = [0, 2, 4, 6, 8, 10].map(offset => ({ device: 'D', offset, type: 'uint32', periodMs: 100 }) as const);

const LANDSCAPES: readonly Landscape[] = [
  {
    name: 'a hole in a gap',
    tags: [...registers(0, 19), ...registers(30, 49)],
    areas: without({ from: 22, to: 25 }),
    requests: 2,
  },
  { name: 'a hole among tags', tags: registers(0, 49), areas: without({ from: 25, to: 25 }), bad: [25], requests: 2 },
  {
    name: 'several holes',
    tags: registers(0, 99),
    areas: without({ from: 0, to: 1 }, { from: 40, to: 44 }, { from: 98, to: 99 }),
    bad: [0, 1, 40, 41, 42, 43, 44, 98, 99],
    requests: 2,
  },
  {
    name: 'a hole where two blocks meet',
    tags: registers(0, 249),
    areas: without({ from: 124, to: 125 }),
    bad: [124, 125],
    requests: 2,
  },
  {
    name: 'areas that cannot be read across',
    tags: registers(0, 119),
    areas: [
      { from: 0, to: 59 },
      { from: 60, to: 119 },
    ],
    requests: 2,
  },
  { name: 'at most 64 registers at once', tags: registers(0, 255), areas: without(), most: 64, requests: 5 },
  { name: 'at most 1 register at once', tags: registers(0, 39), areas: without(), most: 1, requests: 40 },
  {
    name: 'exception 3 instead of 2',
    tags: registers(0, 49),
    areas: without({ from: 10, to: 10 }),
    code: 3,
    bad: [10],
    requests: 2,
  },
  { name: 'a hole in one half of a value', tags: FLOATS, areas: without({ from: 5, to: 5 }), bad: [4], requests: 2 },
  {
    name: 'a hole among bits',
    tags: registers(0, 99).map(tag => ({ ...tag, table: 'coil' as const })),
    areas: without({ from: 50, to: 59 }),
    bad: [50, 51, 52, 53, 54, 55, 56, 57, 58, 59],
    requests: 2,
  },
  {
    name: 'only one register of many',
    tags: registers(0, 49),
    areas: [{ from: 17, to: 17 }],
    bad: registers(0, 49)
      .map(t => t.offset)
      .filter(n => n !== 17),
    requests: 1,
  },
];

const WAYS = [
  { way: 'tcp', framing: 'tcp', inFlight: 1 },
  { way: 'tcp, eight on the way', framing: 'tcp', inFlight: 8 },
  { way: 'rtu', framing: 'rtu', inFlight: 1 },
] as const;

describe('a device with', () => {
  const cases = LANDSCAPES.flatMap(landscape => WAYS.map(way => ({ ...landscape, ...way })));

  it.concurrent.each(cases)('$name is read wherever it can be ($way)', async ({ tags, framing, inFlight, ...land }) => {
    const map = new RegisterMap(land.areas);
    map.most = land.most ?? 2_000;
    map.code = land.code ?? 2;
    const expected = (tag: RigTag): number =>
      tag.table === 'coil' ? tag.offset % 2 : tag.type === 'uint32' ? tag.offset * 65_536 + tag.offset + 1 : tag.offset;
    await withMap(map, { tags, framing, inFlight, expected }, async ({ rig }) => {
      const holes = Object.fromEntries((land.bad ?? []).map(offset => [offset, HOLE]));
      const known = () => JSON.stringify(notGood(rig, tags)) === JSON.stringify(holes);
      await waitFor('everything to be known', known, 10_000).catch(() => expect(notGood(rig, tags)).toEqual(holes));
      const state = land.bad === undefined ? 'online' : 'degraded';
      await waitFor(`the device ${state}`, () => rig.device('D').state === state, 2_000);
      expect(requestsPerScan(rig)).toBe(land.requests);
      if (state === 'degraded')
        expect(rig.device('D').detail).toContain(`${land.bad?.length} tags at refused addresses`);
      // From now on nothing is refused but a rare trial of what was found.
      await sleep(100);
      map.refused.length = 0;
      await sleep(1_000);
      expect(map.refused.length).toBeLessThanOrEqual(2);
      expect(notGood(rig, tags)).toEqual(holes);
    });
  }, 20_000);
});

describe('a controller that is being loaded', () => {
  it('refuses an address once among other things and then answers: nothing is searched for', async () => {
    const tags = registers(0, 9);
    const map = new RegisterMap(without());
    await withMap(map, { tags, expected: tag => tag.offset }, async ({ server, rig }) => {
      await waitFor('every value', () => Object.keys(notGood(rig, tags)).length === 0);
      const refusals = [6, 6, 2, 6, 2, 6];
      server.behave = exchange => {
        const code = refusals.shift();
        return code === undefined ? map.behave(exchange) : faults.exception(code)(exchange);
      };
      await waitFor('the last refusal', () => refusals.length === 0);
      await waitFor('every value again', () => Object.keys(notGood(rig, tags)).length === 0);
      const asked = new Set(server.requests.map(({ offset, count }) => `${offset}+${count}`));
      expect(asked).toEqual(new Set(['0+10']));
      expect(rig.diagnostics('D').holes).toEqual([]);
    });
  });
});
