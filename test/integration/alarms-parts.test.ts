/**
 * Alarms with a real historian and a real tag table, in this process: what is brought into history raises nothing, what was around a
 * call is copied out of it, and calculated, forced and incomplete ones are judged from the start.
 */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Calculator } from '../../main/calc/calculator.ts';
import { EventLog } from '../../main/events/event-log.ts';
import type { Historian } from '../../main/historian/historian.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import { loadProject } from '../../main/project/load-project.ts';
import { type AlarmsOfStation, openStationAlarms } from '../../main/station-alarms.ts';
import { Catalogue } from '../../main/tags/catalogue.ts';
import { TagTable } from '../../main/tags/tag-table.ts';
import { GOOD } from '../../shared/model/quality.ts';
import { batchOf, historianTags, importBatch, readAll, startRig } from '../kit/historian-rig.ts';
import { type TestAlarm, writeProject } from '../kit/project-builder.ts';
import { useTemporaryFolders } from '../kit/temp.ts';

const folderOf = useTemporaryFolders();
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

interface Stand extends AlarmsOfStation {
  readonly historian: Historian;
  readonly table: TagTable;
  readonly events: EventLog;
}

/** As the composition root does it, without devices: `T-0` is measured, `SUM` calculated. */
async function stand(alarms: readonly TestAlarm[]): Promise<Stand> {
  const folder = folderOf();
  const project = await loadProject(
    writeProject(join(folder, 'project'), {
      channels: [{ id: 'plc', port: 1, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: [{ name: 'T-0', device: 'PLC', offset: 0, range: [0, 1_000] }],
      calculations: { SUM: '1 + 1' },
      alarms,
    }),
  );
  const [clock, log] = [systemClock, createLog('alarms', { level: 'error', write: () => undefined })];
  const catalogue = new Catalogue(project);
  const events = new EventLog(clock);
  const { historian, stop } = await startRig({ folder, tags: historianTags(1) });
  const points = Array.from({ length: catalogue.size }, () => ({ low: null, high: null, staleAfterMs: 60_000 }));
  const table = new TagTable(points, clock);
  const isLost = (): boolean => false;
  const formulas = [{ handle: catalogue.handleOf('SUM') ?? 0, expression: '1 + 1' }];
  new Calculator({ formulas, table, handleOf: name => catalogue.handleOf(name), isLost, clock }).start();
  const opened = openStationAlarms({
    ...{ project, catalogue, table, historian, events, isLost, clock, log },
    offsetOf: () => null,
    dataDirectory: folder,
  });
  table.subscribe(batch => opened.alarms.take(batch));
  table.subscribe(batch => historian.record(batch));
  cleanUps.push(
    stop,
    () => table.stop(),
    () => opened.stop(),
  );
  opened.start();
  opened.alarms.deviceChanged('PLC', false);
  return { ...opened, historian, table, events };
}

const rowsOf = async ({ alarms }: Stand) => {
  await alarms.engine.settled();
  return (await alarms.archive.page({ from: 0, to: 8e15 }, { before: null, limit: 100 })).rows;
};
const HIGH: TestAlarm = { tag: 'T-0', condition: 'H', limit: 500, priority: 1 };

describe('alarms beside a history', () => {
  it('are not raised by what is imported, however new and however high, and are by the live value', async () => {
    const at = await stand([HIGH]);
    at.table.update({ ...batchOf(Date.now(), [100]) });
    const port = at.historian.openImport('backfill');
    const now = Date.now();
    const t = Float64Array.from({ length: 100 }, (_, i) => now - 100_000 + i * 1_000);
    const reply = await importBatch(port, { t, columns: [{ tag: 'T-0', v: new Float64Array(100).fill(900) }] });
    port.close();
    expect(reply.kind).toBe('stored');
    expect(Array.from((await readAll(at.historian, 'T-0')).v)).toContain(900);
    at.alarms.advance();
    expect((await rowsOf(at)).filter(row => row.id === 'T-0/H')).toEqual([]);
    at.table.update({ ...batchOf(Date.now(), [900]) });
    expect((await rowsOf(at)).filter(row => row.id === 'T-0/H')).toMatchObject([{ event: 'raise', value: 900 }]);
  });

  it('are neither raised nor cleared by stored samples that come late, newest first, newer than the live value or not', async () => {
    const at = await stand([HIGH, { tag: 'T-0', condition: 'L', limit: 50, priority: 2 }]);
    const port = at.historian.openImport('backfill');
    const bring = async (t: number, v: number): Promise<void> => {
      const columns = [{ tag: 'T-0', v: Float64Array.of(v) }];
      expect((await importBatch(port, { t: Float64Array.of(t), columns })).kind).toBe('stored');
      at.alarms.advance();
    };
    const live = (v: number): void => at.table.update({ ...batchOf(Date.now(), [v]) });
    const told = async () =>
      (await rowsOf(at))
        .filter(({ tag }) => tag === 'T-0')
        .map(({ id, event, value }) => `${id} ${event} ${value}`)
        .toReversed();
    live(100);
    const now = Date.now();
    for (const t of [now + 500, now, now - 1_000, now - 3_600_000, now - 40 * 86_400_000]) await bring(t, 900);
    for (const t of [now - 2_000, now + 600]) await bring(t, 1);
    expect(await told()).toEqual([]);
    live(900);
    for (const t of [now + 700, now - 500]) await bring(t, 100);
    expect(await told()).toEqual(['T-0/H raise 900']);
    live(100);
    expect(await told()).toEqual(['T-0/H raise 900', 'T-0/H clear 100']);
    port.close();
  });

  it('find what was around a call in history, up to the newest sample', async () => {
    const at = await stand([HIGH]);
    for (const v of [100, 200, 900]) at.table.update({ ...batchOf(Date.now(), [v]) });
    const [row] = (await rowsOf(at)).filter(r => r.id === 'T-0/H');
    await at.historian.flush();
    const context = await at.alarms.contexts.of(row?.sequence ?? 0);
    expect(context?.series.map(series => series.tag)).toEqual(['T-0']);
    expect(Array.from(context?.series[0]?.v ?? []).slice(-3)).toEqual([100, 200, 900]);
    expect(context?.series[0]?.q.at(-1)).toBe(GOOD);
  });

  it('judge a calculated tag that will never change again, and tell which alarms can never come', async () => {
    const at = await stand([
      { tag: 'SUM', condition: 'H', limit: 2, priority: 3 },
      { tag: 'T-0', condition: 'DEV', limit: 5, priority: 3 },
    ]);
    expect((await rowsOf(at)).map(row => `${row.id} ${row.event}`)).toEqual(['SUM/H raise']);
    const told = at.events.recent(9);
    expect(told).toMatchObject([{ kind: 'configuration', source: 'alarms' }]);
    expect(told[0]?.text.en).toMatch(/^1 alarm is incomplete .*T-0\/DEV/);
  });
});
