/**
 * The session of the window with sample values instead of live ones: symbols of the legend are drawn by the same components as on
 * a screen, and show every quality at once. Nothing is asked of the station, and a press opens no trend.
 */
import type { TagDefinition } from '../../shared/model/tag.ts';
import type { Look } from '../mimic/quality-look.ts';
import { observable } from '../store/observable.ts';
import { type Series, WINDOW_MS } from '../store/recent-store.ts';
import type { Session, Target } from '../store/session.ts';
import type { StationModel } from '../store/station-store.ts';

/** In the order in which the legend shows them. */
const QUALITIES = ['good', 'stale', 'bad', 'substituted', 'uncertain', 'forced'] as const;
export const QUALITY_COUNT = QUALITIES.length;

interface Sample {
  readonly name: string;
  readonly value: number;
  readonly definition: Pick<TagDefinition, 'description' | 'unit' | 'decimals' | 'low' | 'high' | 'limits'>;
}

export const SAMPLES = {
  pressure: {
    name: 'PT-1303',
    value: 0.36,
    definition: {
      description: { zh: '出口压力', en: 'Outlet' },
      unit: 'MPa',
      decimals: 3,
      low: 0.2,
      high: 0.5,
      limits: { LL: 0.28, L: 0.32, H: 0.39, HH: 0.42 },
    },
  },
  share: {
    name: 'ZT-1302A',
    value: 45,
    definition: { description: { zh: '开度', en: 'Travel' }, unit: '%', decimals: 0, low: 0, high: 100, limits: {} },
  },
  direction: {
    name: 'ZT-1931',
    value: 135,
    definition: {
      description: { zh: '风向', en: 'Wind direction' },
      unit: '°',
      decimals: 0,
      low: 0,
      high: 360,
      limits: {},
    },
  },
  contact: {
    name: 'XS-1305',
    value: 1,
    definition: {
      description: { zh: '接点', en: 'Contact' },
      unit: '',
      decimals: 0,
      low: null,
      high: null,
      limits: {},
    },
  },
} as const satisfies Record<string, Sample>;
export type SampleName = keyof typeof SAMPLES;

const NAMES = Object.keys(SAMPLES) as readonly SampleName[];
const AGE_MS = 47_000;

/** Handle of a sample in the `quality`-th of the qualities. */
export const handleOf = (sample: SampleName, quality: number): number =>
  NAMES.indexOf(sample) * QUALITY_COUNT + quality;

function lookOf(handle: number): Look {
  const kind = QUALITIES[handle % QUALITY_COUNT] ?? 'bad';
  const value = SAMPLES[NAMES[Math.floor(handle / QUALITY_COUNT)] ?? 'pressure'].value;
  const reason = kind === 'bad' ? 'device-fault' : kind === 'stale' ? 'comm-loss' : 'none';
  return { kind, value: kind === 'bad' ? null : value, text: null, ageMs: AGE_MS, reason, isLinkLost: false };
}

/** An hour that swings a little about the value, and ends at it. */
function seriesOf({ value }: Sample, now: number): Series {
  const t = Array.from({ length: 61 }, (_unused, i) => now - WINDOW_MS + i * 60_000);
  const v = t.map((_time, i) => value * (1 + 0.02 * Math.sin(i / 4) * Math.cos(i / 11) * (60 - i > 2 ? 1 : 0)));
  return { t, v, q: t.map(() => 0), demoUntil: null, state: 'ready' };
}

const definitionOf = (sample: Sample, handle: number): TagDefinition => ({
  ...sample.definition,
  name: sample.name,
  handle,
  area: '',
  equipment: '',
  signalClass: 'AI',
  device: null,
  address: '',
  periodMs: 1_000,
  staleAfterMs: 3_000,
  writable: false,
  logging: { kind: 'all' },
  isStepped: false,
});

/** Id of no alarm of any project: in the legend it is the first of its group. */
export const FIRST_OUT = '1';

/** Any alarm that is there, as if it had come first; none is made up. */
function sampleBook(book: Session['alarms']['book']): Session['alarms']['book'] {
  let first: ReturnType<typeof book.status>;
  return {
    ...book,
    status: id => {
      if (id !== FIRST_OUT) return book.status(id);
      const [any] = book.all();
      // The same object each time, as whoever follows one alarm expects.
      if (first === undefined && any !== undefined) first = { ...any, firstOut: 1 };
      return first;
    },
  };
}

/** `session` with samples in the place of everything that is live; `model` is that of the present run of the station. */
export function sampleSession(session: Session, model: StationModel | null): Session {
  const definitions = NAMES.map(name => definitionOf(SAMPLES[name], handleOf(name, 0)));
  const now = session.client.stationNow();
  return {
    ...session,
    look: lookOf,
    hovered: observable<Target | null>(null),
    trended: observable<Target | null>(null),
    alarms: { ...session.alarms, book: sampleBook(session.alarms.book) },
    tags: { ...session.tags, subscribe: () => () => undefined },
    recent: {
      ...session.recent,
      watch: tag => ({
        series: seriesOf(Object.values(SAMPLES).find(({ name }) => name === tag) ?? SAMPLES.pressure, now),
        release: () => undefined,
      }),
    },
    station: {
      ...session.station,
      model: observable(model === null ? null : { ...model, byName: new Map(definitions.map(tag => [tag.name, tag])) }),
    },
  };
}
