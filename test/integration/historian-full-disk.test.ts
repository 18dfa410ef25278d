/** The historian on a real disk that has no room left: what is stored can be read, events are written, samples wait, in order. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_HISTORY } from '../../main/historian/settings.ts';
import { batchOf, type Rig, readAll, startRig } from '../kit/historian-rig.ts';
import { canMount, mountSmallDisk, type SmallDisk } from '../kit/small-disk.ts';
import { waitFor } from '../kit/wait-for.ts';

const T0 = Date.UTC(2026, 10, 1);
const RESERVE_MB = 2;
const DISK_MB = 24;

describe.skipIf(!canMount)('a disk that is full', () => {
  let disk: SmallDisk;
  let rig: Rig;
  const start = () => startRig({ folder: disk.folder, settings: { ...DEFAULT_HISTORY, reserveMb: RESERVE_MB } });
  const kinds = () => rig.events.map(event => event.kind);
  const hasReserve = () => existsSync(join(disk.folder, 'reserve'));
  const event = (number: number) =>
    ({ number, time: T0, kind: 'station', source: 's', zh: '事件', en: 'event' }) as const;

  beforeEach(async () => {
    disk = mountSmallDisk(DISK_MB);
    rig = await start();
    rig.historian.record(batchOf(T0, [1, 2]));
    await rig.historian.seal();
    await waitFor('the reserve', hasReserve);
    await rig.historian.stop();
  });

  afterEach(async () => {
    await rig.stop();
    disk[Symbol.dispose]();
  });

  it.each([
    0, 20_000, 200_000, 900_000,
  ])('at the start, with %d bytes left, is read, told of, and recovers', async left => {
    disk.leave(left);
    rig = await start();
    expect((await readAll(rig.historian, 'T-1')).v[0]).toBe(2);
    await waitFor('it to be told', () => kinds().includes('trouble'));
    expect(rig.events.find(({ kind }) => kind === 'trouble')).toMatchObject({ trouble: 'disk-full' });
    expect(hasReserve()).toBe(false);
    await rig.historian.appendEvents([event(1)]);
    rig.historian.record(batchOf(T0 + 1_000, [3, 4]));
    disk.leave(16 * 1024 * 1024);
    await waitFor('it to be well', () => kinds().includes('recovered'));
    await rig.historian.flush();
    expect([...(await readAll(rig.historian, 'T-1')).v]).toContain(4);
    expect(rig.historian.figures.unaccounted).toBe(0);
  });

  it('while it runs stops samples before the last byte, so that files can be opened and events written', async () => {
    rig = await start();
    disk.leave(300_000);
    await waitFor('it to be told', () => kinds().includes('trouble'));
    await rig.historian.appendEvents([event(1)]);
    expect((await readAll(rig.historian, 'T-1')).v[0]).toBe(2);
  });
});
