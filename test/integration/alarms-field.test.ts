/**
 * Alarms of a whole station as a process, from the registers of a device on a real socket: at which count and when limits trip and
 * clear, what is there for whoever comes later, and a device that is taken out of operation.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmStatus } from '../../shared/model/alarm.ts';
import type { AlarmJournalPage, AlarmJournalRow } from '../../shared/model/alarm-journal.ts';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import type { RawHistory } from '../../shared/rpc/contract.ts';
import { FakeModbusServer } from '../kit/fake-modbus-server.ts';
import { type TestAlarm, writeProject } from '../kit/project-builder.ts';
import { StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const temporaryFolder = useTemporaryFolders();
const SCAN_MS = 50;
const EVER = { from: 0, to: 8e15 };
const LIMITS = { LL: 5, L: 10, H: 20, HH: 25 } as const;
const MIDDLE = 15;
const DEADBAND = 2;
const ON_DELAY_MS = 1_000;
const OFF_DELAY_MS = 500;
/** Scans that see the same count: a probe may take one away from the tags. */
const SCANS_A_COUNT = 3;

const ladder = (tag: string, more: object = {}): readonly TestAlarm[] =>
  Object.entries(LIMITS).map(([condition, limit]) => ({
    ...{ tag, condition, limit, priority: condition.length === 2 ? 2 : 3, deadband: DEADBAND },
    ...more,
  }));
const ALARMS: readonly TestAlarm[] = [
  ...ladder('RAMP'),
  ...ladder('STEP', { on_delay_s: ON_DELAY_MS / 1_000, off_delay_s: OFF_DELAY_MS / 1_000 }),
  { tag: 'PLC', condition: 'LOST', limit: 'lost', priority: 2, on_delay_s: 1, off_delay_s: 0 },
];

/** From the middle to `top`, to 0 and back to the middle, a count at a time. */
function* slopes(top: number): Generator<number> {
  for (let n = MIDDLE; n < top; n++) yield n;
  for (let n = top; n > 0; n--) yield n;
  for (let n = 0; n <= MIDDLE; n++) yield n;
}

describe('alarms from the field', () => {
  let plc: FakeModbusServer;
  let step: number;
  let ramp: Iterator<number> | null;
  let project: string;
  let data: string;
  let station: StationProcess;

  /** The ramp goes on by scans, not by time: every count is seen, however busy this machine is. */
  function registers(): FakeModbusServer['register'] {
    let last: object | null = null;
    let scans = 0;
    let count = MIDDLE;
    return (request, offset) => {
      if (offset !== 0) return step;
      if (request !== last && ++scans % SCANS_A_COUNT === 0) count = ramp?.next().value ?? count;
      last = request;
      return count;
    };
  }

  const read = () => station.value<AlarmStreamItem>('alarms.read');
  const statusOf = async (id: string): Promise<AlarmStatus | undefined> =>
    (await read()).statuses.find(status => status.id === id);
  const becomes = (id: string, name: string) =>
    waitFor(`${id} to be ${name}`, async () => (await statusOf(id))?.name === name, 20_000);
  const rows = async (filter: object = {}): Promise<readonly AlarmJournalRow[]> =>
    (await station.value<AlarmJournalPage>('alarms.journal', { ...EVER, limit: 1_000, ...filter })).rows.toReversed();
  const start = async (): Promise<void> => {
    station = await StationProcess.start({ project, data });
  };

  beforeEach(async () => {
    [step, ramp] = [MIDDLE, null];
    plc = await new FakeModbusServer().listen();
    plc.register = registers();
    project = writeProject(join(temporaryFolder(), 'project'), {
      channels: [{ id: 'plc', port: plc.port, timeoutMs: 1_000, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: ['RAMP', 'STEP'].map((name, offset) => ({
        ...{ name, device: 'PLC', offset, periodMs: SCAN_MS, range: [0, 1_000] as const },
      })),
      alarms: ALARMS,
    });
    data = join(temporaryFolder(), 'data');
    await start();
  });
  afterEach(async () => {
    await station.stop();
    await plc.close();
  });

  it('trip at the count of their limit and clear at that of their deadband, up and down, in order, with no count in between', async () => {
    ramp = slopes(30);
    await becomes('RAMP/L', 'RTN_UNACK');
    const judged = (await rows({ tags: ['RAMP'], events: ['raise', 'clear'] })).map(
      ({ id, event, value, limit, isHidden }) => `${id} ${event} ${value} of ${limit}${isHidden ? ', hidden' : ''}`,
    );
    expect(judged).toEqual([
      'RAMP/H raise 20 of 20',
      'RAMP/HH raise 25 of 25',
      'RAMP/HH clear 23 of 25',
      'RAMP/H clear 18 of 20',
      'RAMP/L raise 10 of 10',
      'RAMP/LL raise 5 of 5',
      'RAMP/LL clear 7 of 5',
      'RAMP/L clear 12 of 10',
    ]);
    // One call each: H and L come back from beneath HH and LL without another.
    const calls = (await rows({ tags: ['RAMP'] })).filter(row => row.isAnnounced);
    expect(calls.map(({ id }) => id)).toEqual(['RAMP/H', 'RAMP/HH', 'RAMP/L', 'RAMP/LL']);
  }, 60_000);

  it('trip and clear when their delay has passed since the sample that began it, to a scan', async () => {
    for (const [value, inner, outer] of [
      [30, 'H', 'HH'],
      [0, 'L', 'LL'],
    ] as const) {
      step = value;
      const isActive = async (kind: string) => (await statusOf(`STEP/${kind}`))?.record.state.process === 'alarm';
      const areActive = async () => [await isActive(inner), await isActive(outer)];
      await waitFor('both to be active', async () => (await areActive()).every(Boolean), 20_000);
      step = MIDDLE;
      await waitFor('both to be over', async () => !(await areActive()).some(Boolean), 20_000);
    }
    const { samples } = await station.value<RawHistory>('history.raw', { tag: 'STEP', ...EVER });
    const [t, v] = [Array.from(samples.t), Array.from(samples.v)];
    const began = t.filter((_, i) => v[i] !== v[i - 1] && i > 0);
    const judged = await rows({ tags: ['STEP'], events: ['raise', 'clear'] });
    expect(judged).toHaveLength(8);
    for (const { id, event, time } of judged) {
      const since = time - (began.findLast(at => at <= time) ?? 0);
      const delay = event === 'raise' ? ON_DELAY_MS : OFF_DELAY_MS;
      expect(Math.abs(since - delay), `${id} ${event} after ${since} ms`).toBeLessThanOrEqual(SCAN_MS);
    }
  }, 60_000);

  it('that came and went while nobody was there stand unacknowledged before whoever comes', async () => {
    /** Without asking the station anything. */
    const onDisk = (id: string, event: number) => (): boolean => {
      const db = new Database(join(data, 'station.db'), { readonly: true });
      const found = db
        .prepare('SELECT 1 FROM alarm JOIN alarm_point p ON p.id = point WHERE p.alarm = ? AND event = ?')
        .get(id, event);
      db.close();
      return found !== undefined;
    };
    step = 30;
    await waitFor('a raise on the disk', onDisk('STEP/HH', 0), 20_000);
    step = MIDDLE;
    await waitFor('a clear on the disk', onDisk('STEP/HH', 1), 20_000);
    const client = await WsClient.connect(station.url);
    client.send({ kind: 'open', id: 1, method: 'alarms', input: {} });
    const first = (await client.next('item', m => m.id === 1)).item as AlarmStreamItem;
    await client.close();
    expect(first.statuses.find(({ id }) => id === 'STEP/HH')).toMatchObject({
      ...{ name: 'RTN_UNACK', isUnacknowledged: true, isStanding: true },
      record: { raisedValue: 30, raisedLimit: LIMITS.HH, acknowledgedBy: null },
    });
    expect(first.counts.unacknowledged[1]).toBe(1);
  }, 60_000);

  it('are suppressed by design, not lost, while their device is out of operation, over a restart as well', async () => {
    step = 30;
    await becomes('STEP/HH', 'UNACK');
    const order = { device: 'PLC', who: 'Li', why: 'meter proving' };
    await station.value('devices.setEnabled', { ...order, isEnabled: false });
    await becomes('PLC/LOST', 'SUPPRESSED');
    const before = await rows();
    await station.stop();
    await start();
    // Longer than the delay of the loss.
    await new Promise(resolve => setTimeout(resolve, 2_000));
    const item = await read();
    expect(new Set(item.statuses.map(({ name }) => name))).toEqual(new Set(['SUPPRESSED']));
    expect(item.counts).toMatchObject({ suppressed: ALARMS.length, unacknowledged: [0, 0, 0, 0] });
    expect(item.statuses.flatMap(({ record }) => record.state.suppressed.map(by => by.kind))).toContain('disabled');
    expect(await rows()).toEqual(before);
    expect(before.filter(({ id }) => id === 'PLC/LOST').map(({ event, to }) => `${event} ${to}`)).toEqual([
      'suppress SUPPRESSED',
    ]);
    await station.value('devices.setEnabled', { ...order, isEnabled: true });
    await becomes('STEP/HH', 'UNACK');
    await becomes('PLC/LOST', 'NORMAL');
    await becomes('RAMP/H', 'NORMAL');
    const calls = (await rows()).filter(({ isAnnounced }) => isAnnounced).map(({ id }) => id);
    expect(calls).toEqual(['STEP/HH']);
  }, 60_000);
});
