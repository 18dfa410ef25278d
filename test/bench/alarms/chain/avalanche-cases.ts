/**
 * An avalanche on the real chain: what the journal has of it against what the field told, while a person scrolls and acknowledges
 * in Chromium, and a twin of the station with a calm field runs beside it on the same machine: period and memory are compared with
 * the twin's.
 */
import type { AlarmJournalPage, AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import { seededRandom } from '../../../kit/random.ts';
import type { StationProcess } from '../../../kit/station-process.ts';
import { type BenchCase, percentile, sleep } from '../../bench.ts';
import { type AlarmRig, withAlarmPage, withAlarmStation } from './alarm-rig.ts';
import { AVALANCHE_ALARMS, avalanchePlan } from './avalanche-plan.ts';
import { type Held, heldBy } from './heap.ts';
import { JournalWatch } from './journal-watch.ts';
import { type ActionMs, Operator } from './operator.ts';
import { heldToTruth, type Truth } from './truth.ts';

export interface AvalanchePace {
  /** After the first ten seconds. */
  readonly seconds: number;
  readonly scrollMs: number;
  /** Actions of each kind. */
  readonly actions: number;
  /** After the avalanche, before memory is measured again. */
  readonly calmMs: number;
}

const LOAD = { alarms: AVALANCHE_ALARMS, periodMs: 500 };
const LEAD_MS = 500;
/** From then on more than 1,500 alarms stand. */
const FULL_LIST_MS = 16_000;
/** Two scans and the rows of the last one. */
const LAST_ROWS_MS = 1_500;
const PAGE = 1_000;

interface Actions {
  readonly one: ActionMs[];
  readonly page: ActionMs[];
  readonly area: ActionMs[];
}

interface Ran {
  readonly truth: Truth;
  readonly raises: number;
  readonly rows: number;
  readonly busyFrames: readonly number[];
  readonly calmFrames: readonly number[];
  readonly actions: Actions;
  readonly periods: Pair<readonly number[]>;
  /** Before, after, and when it had been calm for a while. */
  readonly held: readonly Pair<Held>[];
}

interface Pair<T> {
  readonly own: T;
  readonly twin: T;
}

export const avalancheCases = (pace: AvalanchePace): Promise<Record<string, BenchCase>> =>
  withAlarmStation(LOAD, own => withAlarmStation(LOAD, async twin => casesOf(await run(own, twin, pace), pace)));

const run = (own: AlarmRig, twin: AlarmRig, pace: AvalanchePace): Promise<Ran> =>
  withAlarmPage(own, async page => {
    const watch = new JournalWatch(own.data);
    const operator = new Operator(page, watch);
    try {
      const before = await heldByBoth(own, twin);
      for (const { slave } of [own, twin]) {
        await slave.take();
        await slave.told();
      }
      const began = Date.now();
      const plan = avalanchePlan(began + LEAD_MS, pace.seconds, seededRandom(5));
      await own.slave.schedule(plan.changes);
      await sleep(FULL_LIST_MS);
      const busyFrames = await operator.scroll(pace.scrollMs);
      const actions = await act(operator, pace.actions);
      await sleep(Math.max(0, plan.until + LAST_ROWS_MS - Date.now()));
      const periods = { own: await periodsOf(own), twin: await periodsOf(twin) };
      const after = await heldByBoth(own, twin);
      const rows = await journalOf(own.station, began);
      await sleep(pace.calmMs);
      const held = [before, after, await heldByBoth(own, twin)];
      const calmFrames = await operator.scroll(pace.scrollMs);
      const truth = heldToTruth(rows, await own.slave.told());
      return { truth, raises: plan.raises, rows: rows.length, busyFrames, calmFrames, actions, periods, held };
    } finally {
      watch.close();
    }
  });

async function act(operator: Operator, count: number): Promise<Actions> {
  const actions: Actions = { one: [], page: [], area: [] };
  for (let i = 0; i < count; i++) {
    actions.one.push(await operator.acknowledgeOne());
    actions.page.push(await operator.acknowledgePage());
    actions.area.push(await operator.acknowledgeArea());
  }
  return actions;
}

const heldByBoth = async (own: AlarmRig, twin: AlarmRig): Promise<Pair<Held>> => ({
  own: await heldBy(own.station),
  twin: await heldBy(twin.station),
});

const periodsOf = async ({ slave }: AlarmRig): Promise<readonly number[]> => (await slave.take()).periods.flat();

/** Oldest first. */
async function journalOf(station: StationProcess, from: number): Promise<readonly AlarmJournalRow[]> {
  const rows: AlarmJournalRow[] = [];
  const to = Date.now() + 60_000;
  for (let before: number | null = null; ; ) {
    const asked = { from, to, limit: PAGE, ...(before === null ? {} : { before }) };
    const page: AlarmJournalPage = await station.value<AlarmJournalPage>('alarms.journal', asked);
    rows.push(...page.rows);
    if (page.next === null) return rows.toReversed();
    before = page.next;
  }
}

function casesOf(ran: Ran, { seconds }: AvalanchePace): Record<string, BenchCase> {
  const { truth, raises, rows } = ran;
  const note = `${raises} alarms in ${seconds + 10} s, ${rows} rows with what people did`;
  return {
    'avalanche-rows-lost': {
      value: truth.lost,
      unit: 'rows',
      note: `of ${truth.expected} changes that were told; ${note}`,
    },
    'avalanche-rows-invented': { value: truth.invented, unit: 'rows' },
    'avalanche-rows-unordered': { value: truth.unordered, unit: 'rows', note: 'or holes between their numbers' },
    'avalanche-first-out-wrong': { value: truth.firstWrong, unit: 'groups', note: `of ${truth.groups}` },
    'avalanche-time-error': { value: truth.worstTimeMs, unit: 'ms', note: 'worst, time of the row against the reply' },
    ...periodCases(ran),
    ...frameCases(ran),
    ...actionCases(ran.actions),
    ...memoryCases(ran.held),
  };
}

const periodCases = ({ periods: { own, twin } }: Ran): Record<string, BenchCase> => ({
  'avalanche-period-p99': {
    ...against(percentile(own, 0.99), percentile(twin, 0.99)),
    unit: 'ms',
    note: `scan of ${LOAD.periodMs} ms, ${own.length} periods, p50 ${percentile(own, 0.5).toFixed(1)}, p95 ${percentile(own, 0.95).toFixed(1)}; baseline a calm station beside it, p50 ${percentile(twin, 0.5).toFixed(1)}, p95 ${percentile(twin, 0.95).toFixed(1)}`,
  },
});

function frameCases({ busyFrames, calmFrames }: Ran): Record<string, BenchCase> {
  const late = busyFrames.filter(ms => ms > 25).length;
  const note = `${busyFrames.length} frames while it runs, ${late} of them later than 25 ms, worst ${Math.max(...busyFrames).toFixed(0)} ms; baseline the same list afterwards`;
  const at = (p: number): BenchCase => ({
    ...against(percentile(busyFrames, p), percentile(calmFrames, p)),
    ...{ unit: 'ms', note },
  });
  return { 'avalanche-scroll-frame-p50': at(0.5), 'avalanche-scroll-frame-p95': at(0.95) };
}

function actionCases(actions: Actions): Record<string, BenchCase> {
  const of = (what: string, all: readonly ActionMs[]): BenchCase => {
    const ms = all.filter(one => one !== null);
    const note = `worst of ${all.length}: ${what}; median ${percentile(ms, 0.5).toFixed(0)} ms, ${all.length - ms.length} not in time`;
    return { value: Math.max(...ms), unit: 'ms', note };
  };
  return {
    'avalanche-ack': of('one', actions.one),
    'avalanche-ack-page': of('the page in sight', actions.page),
    'avalanche-ack-area': of('an area', actions.area),
  };
}

function memoryCases(held: readonly Pair<Held>[]): Record<string, BenchCase> {
  const trail = (pick: (one: Pair<Held>) => number): string => held.map(one => pick(one).toFixed(0)).join(' ');
  const grown = (pick: (one: Pair<Held>) => number): number => {
    const [, after, calm] = held.map(pick);
    return (calm ?? Number.NaN) - (after ?? Number.NaN);
  };
  const unit = 'MB grown while calm again';
  const of = (pick: (one: Held) => number): BenchCase => ({
    ...{ value: grown(({ own }) => pick(own)), baseline: grown(({ twin }) => pick(twin)), unit },
    note: `before, after, calm again ${trail(({ own }) => pick(own))}; the calm station ${trail(({ twin }) => pick(twin))}`,
  });
  return { 'avalanche-rss': of(({ rssMb }) => rssMb), 'avalanche-heap': of(({ heapMb }) => heapMb) };
}

const against = (value: number, baseline: number): Pick<BenchCase, 'value' | 'baseline' | 'ratio'> => ({
  ...{ value, baseline },
  ratio: value / baseline,
});
