/** Alarms on a real disk that has no room left: the reserve is theirs; when that is used up as well, whoever sends them hears of it. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_HISTORY } from '../../main/historian/settings.ts';
import type { AlarmContext } from '../../shared/model/alarm-journal.ts';
import { alarmRow } from '../kit/alarm-rows.ts';
import { batchOf, type Rig, startRig } from '../kit/historian-rig.ts';
import { canMount, mountSmallDisk, type SmallDisk } from '../kit/small-disk.ts';
import { waitFor } from '../kit/wait-for.ts';

const T0 = Date.UTC(2026, 10, 1);
const DISK_MB = 24;
const CONTEXT: AlarmContext = { sequence: 1, from: 0, to: 1, isComplete: true, series: [] };

describe.skipIf(!canMount)('alarms on a disk that is full', () => {
  let disk: SmallDisk;
  let rig: Rig;
  const start = async (reserveMb: number): Promise<void> => {
    rig = await startRig({ folder: disk.folder, settings: { ...DEFAULT_HISTORY, reserveMb } });
    const reserved = () => statSync(join(disk.folder, 'reserve'), { throwIfNoEntry: false })?.size ?? 0;
    await waitFor('the reserve', () => reserved() >= reserveMb * 1024 * 1024);
  };
  const isTold = () => rig.events.some(event => event.kind === 'trouble');
  const append = (sequence: number) => rig.historian.alarms.append([alarmRow(sequence)]);
  const onDisk = (): unknown[] => {
    const db = new Database(join(disk.folder, 'station.db'), { readonly: true });
    try {
      return db.prepare('SELECT sequence FROM alarm ORDER BY sequence').pluck().all();
    } finally {
      db.close();
    }
  };

  beforeEach(() => {
    disk = mountSmallDisk(DISK_MB);
  });
  afterEach(async () => {
    await rig.stop();
    disk[Symbol.dispose]();
  });

  it('are written at once into the room that was kept back, while samples and what is kept around alarms wait', async () => {
    await start(2);
    disk.leave(300_000);
    rig.historian.record(batchOf(T0, [1, 2]));
    await waitFor('it to be told', isTold);
    for (let i = 1; i <= 100; i++) await append(i);
    expect(onDisk()).toHaveLength(100);
    await expect(rig.historian.alarms.keepContext(CONTEXT)).rejects.toThrow('disk-full');
    expect(rig.historian.figures.trouble).toBe('disk-full');
    disk.leave(16 * 1024 * 1024);
    await waitFor('it to be well', () => rig.events.some(event => event.kind === 'recovered'));
    await rig.historian.flush();
    await rig.historian.alarms.keepContext(CONTEXT);
    expect(await rig.historian.alarms.context(1)).toEqual(CONTEXT);
  });

  it('are refused, not kept waiting, when there is no room at all, and written once when there is some', async () => {
    await start(0);
    await append(1);
    disk.leave(0);
    let refused = 0;
    for (let i = 2; i < 4_000 && refused === 0; i++) await append(i).catch(() => (refused = i));
    expect(refused).toBeGreaterThan(1);
    expect(onDisk().at(-1)).toBe(refused - 1);
    await expect(append(refused)).rejects.toThrow('takes nothing: disk-full');
    disk.leave(16 * 1024 * 1024);
    await append(refused);
    await append(refused + 1);
    expect(onDisk()).toEqual(Array.from({ length: refused + 1 }, (_, i) => i + 1));
  });

  it('are there at a start without any room, with what the runs before have left', async () => {
    await start(2);
    await append(1);
    await rig.stop();
    disk.leave(0);
    rig = await startRig({ folder: disk.folder, settings: { ...DEFAULT_HISTORY, reserveMb: 2 } });
    expect(rig.historian.alarms.snapshot).toMatchObject({ lastSequence: 1, last: [{ sequence: 1 }] });
    await append(2);
    expect(onDisk()).toEqual([1, 2]);
  });
});
