/** Events and rows of alarms on their way to the disk: before many samples, together with few, and answered when the disk refuses. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmOrder } from '../../../../main/historian/alarms/alarm-desk.ts';
import type { FromWriter, SamplePost } from '../../../../main/historian/messages.ts';
import { Newest } from '../../../../main/historian/writer/newest.ts';
import { Recorder } from '../../../../main/historian/writer/recorder.ts';
import { Tail } from '../../../../main/historian/writer/tail.ts';
import { openStationState, type StationState } from '../../../../main/historian/writer/writer-state.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { alarmRow } from '../../../kit/alarm-rows.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3);

let state: StationState;
let recorder: Recorder;
let sent: FromWriter[];
/** Commits of samples that were on disk when something was told. */
let commitsThen: number[];

beforeEach(() => {
  const folder = folderOf();
  const tags = [{ name: 'T-1', class: 'AI', interpolation: 'sloped' as const }];
  state = openStationState({ folder, monthFolder: folder, tags, onSetAside: () => undefined });
  sent = [];
  commitsThen = [];
  const parts = { state: () => state, tail: new Tail(), newest: new Newest(), idOf: Uint32Array.of(1) };
  const send = (message: FromWriter): void => {
    sent.push(message);
    commitsThen.push(count('journal'));
  };
  recorder = new Recorder({ ...parts, send }, T0);
});
afterEach(() => state.db.close());

const count = (table: string): number => Number(state.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
const told = (): unknown[] => sent.map(({ kind }) => kind);

const order = (id: number, ...numbers: number[]): AlarmOrder => ({
  ...{ kind: 'alarms', id, context: null, words: new Map() },
  rows: numbers.map(sequence => alarmRow(sequence)),
});

const event = (number: number) => ({ number, time: T0, kind: 'station', source: 's', zh: '事', en: 'e' }) as const;

const post = (id: number, samples: number): SamplePost => ({
  ...{ kind: 'samples', id, count: samples, exact: null, gapAt: null },
  handles: new Uint32Array(samples),
  t: Float64Array.from({ length: samples }, (_, i) => T0 + i),
  v: new Float64Array(samples),
  q: new Uint16Array(samples).fill(GOOD),
});

describe('rows of alarms', () => {
  it('go into one transaction with few samples', () => {
    recorder.take(post(1, 100));
    recorder.takeAlarms(order(1, 1, 2));
    recorder.takeEvents({ id: 4, events: [event(1)] });
    recorder.commit();
    expect(told()).toEqual(['events-stored', 'alarms-done', 'committed']);
    expect(commitsThen).toEqual([1, 1, 1]);
    expect([count('alarm'), count('event'), recorder.hasWork]).toEqual([2, 1, false]);
  });

  it('do not wait for many samples, and neither do events', () => {
    recorder.take(post(1, 60_000));
    recorder.takeAlarms(order(1, 1));
    recorder.takeEvents({ id: 4, events: [event(1)] });
    recorder.commit();
    expect(told()).toEqual(['events-stored', 'alarms-done', 'committed']);
    expect(commitsThen).toEqual([0, 0, 1]);
  });

  it('are refused when the disk takes nothing, while events and samples wait, and come again', () => {
    recorder.take(post(1, 10));
    recorder.takeAlarms(order(1, 1));
    recorder.takeEvents({ id: 4, events: [event(1)] });
    state.db.pragma('query_only = ON');
    expect(() => recorder.commit()).toThrow('readonly');
    expect(() => recorder.commitUrgent()).toThrow('readonly');
    expect(told()).toEqual([]);
    recorder.refuseAlarms('read-only');
    expect(sent).toEqual([{ kind: 'alarms-done', id: 1, why: 'read-only' }]);
    state.db.pragma('query_only = OFF');
    recorder.takeAlarms(order(2, 1));
    recorder.commit();
    expect(told()).toEqual(['alarms-done', 'events-stored', 'alarms-done', 'committed']);
    expect([count('alarm'), count('event'), count('journal')]).toEqual([1, 1, 1]);
  });

  it('are refused by themselves when another row has their number', () => {
    recorder.takeAlarms(order(1, 1));
    recorder.commit();
    recorder.takeAlarms({ ...order(2), rows: [alarmRow(1, { event: 'clear' })] });
    recorder.takeAlarms(order(3, 2));
    recorder.commit();
    expect(sent).toEqual([
      { kind: 'alarms-done', id: 1, why: null },
      { kind: 'alarms-done', id: 2, why: 'the number 1 belongs to another row' },
      { kind: 'alarms-done', id: 3, why: null },
    ]);
  });

  it('go alone where there is room for nothing else: what is kept around them is refused', () => {
    const context = { sequence: 1, from: 0, to: 1, isComplete: true, series: [] };
    recorder.takeAlarms({ kind: 'alarms', id: 1, rows: [], words: new Map(), context });
    recorder.takeAlarms(order(2, 1));
    recorder.commitUrgent();
    recorder.refuseAlarms('disk-full');
    expect(sent).toEqual([
      { kind: 'alarms-done', id: 2, why: null },
      { kind: 'alarms-done', id: 1, why: 'disk-full' },
    ]);
    expect([count('alarm'), count('alarm_context')]).toEqual([1, 0]);
  });

  it('take annotations with them, which are refused like them', () => {
    const annotation = {
      ...{
        id: 'a',
        version: 1,
        tag: 'T-1',
        at: T0,
        text: 'noted',
        isRemoved: false,
        writtenAt: T0,
        who: '李',
        where: null,
      },
    };
    const note = (id: number): AlarmOrder => ({
      kind: 'alarms',
      id,
      rows: [],
      words: new Map(),
      context: null,
      annotation,
    });
    state.db.pragma('query_only = ON');
    recorder.takeAlarms(note(1));
    expect(() => recorder.commitUrgent()).toThrow('readonly');
    recorder.refuseAlarms('read-only');
    state.db.pragma('query_only = OFF');
    recorder.takeAlarms(note(2));
    recorder.commitUrgent();
    expect(sent).toEqual([
      { kind: 'alarms-done', id: 1, why: 'read-only' },
      { kind: 'alarms-done', id: 2, why: null },
    ]);
    expect(count('annotation')).toBe(1);
  });
});
