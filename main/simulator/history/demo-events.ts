/**
 * What happens to the demo station in the month before its first start: the one table of it (docs/demo-field.md names the same
 * days and hours). Pure. Days count back from the day on which live recording began and hours are the station's own, so the
 * month ends in the calm state with which the live field begins, whenever that is.
 */
import type { LocalTime } from '../plant/surroundings/demand.ts';

/** What the demo's people and devices do. Faults are those of plant/faults.ts. */
export type DemoAction =
  | { readonly kind: 'fault'; readonly fault: string; readonly target: string }
  /** A fault that grows from the first to the second strength. */
  | {
      readonly kind: 'growing';
      readonly fault: string;
      readonly target: string;
      readonly strength: readonly [number, number];
    }
  /** Somebody at the local panel. */
  | { readonly kind: 'write'; readonly tag: string; readonly value: number }
  /** The device answers nobody: one sample says so, then there are none. */
  | { readonly kind: 'silence'; readonly device: string }
  /** The device answers that this value is none. */
  | { readonly kind: 'no-value'; readonly tag: string }
  | { readonly kind: 'element-changed'; readonly side: 'A' | 'B' }
  | { readonly kind: 'odorant-delivered' };

export interface DemoEvent {
  /** Days before the one on which live recording began. */
  readonly daysBefore: number;
  /** Wall clock of the station. */
  readonly at: `${number}:${number}`;
  /** How long it lasts; 0 = done at once. */
  readonly minutes: number;
  readonly action: DemoAction;
}

const fault = (name: string, target: string): DemoAction => ({ kind: 'fault', fault: name, target });
const write = (tag: string, value: number): DemoAction => ({ kind: 'write', tag, value });

export const DEMO_EVENTS: readonly DemoEvent[] = [
  // The odorant analyser is calibrated.
  { daysBefore: 27, at: '14:10', minutes: 20, action: { kind: 'no-value', tag: 'AT-1601' } },
  // The worker of run A fails open in the night; its monitor takes over at 0.38 MPa.
  { daysBefore: 24, at: '03:12', minutes: 95, action: fault('regulator-fails-open', 'PCV-1302A') },
  // The serial line to the second volume converter is pulled out.
  { daysBefore: 21, at: '09:30', minutes: 7, action: { kind: 'silence', device: 'EVC2' } },
  // A slam-shut trips without cause: the standby run takes over until it is reset by hand.
  { daysBefore: 19, at: '16:05', minutes: 40, action: fault('slam-shut-trip', 'SSV-1351A') },
  { daysBefore: 18, at: '14:00', minutes: 0, action: { kind: 'odorant-delivered' } },
  // Filter A clogs over four days, passes its alarm limit in the peak of the last evening, and is changed over next morning.
  {
    daysBefore: 16,
    at: '08:00',
    minutes: 4 * 1440 + 120,
    action: { kind: 'growing', fault: 'filter-clogged', target: 'F-1201A', strength: [1, 5] },
  },
  { daysBefore: 12, at: '08:30', minutes: 0, action: write('HC-1201B', 1) },
  { daysBefore: 12, at: '08:40', minutes: 0, action: write('HC-1201A', 2) },
  { daysBefore: 12, at: '11:00', minutes: 0, action: { kind: 'element-changed', side: 'A' } },
  { daysBefore: 11, at: '09:00', minutes: 0, action: write('HC-1201A', 1) },
  { daysBefore: 11, at: '09:10', minutes: 0, action: write('HC-1201B', 2) },
  // A transmitter hangs: the value stays what it was, and is uncertain after two minutes.
  { daysBefore: 9, at: '22:40', minutes: 25, action: fault('sensor-frozen', 'PT-1303') },
  // The mains are off; what hangs on the UPS goes on.
  { daysBefore: 6, at: '01:20', minutes: 6, action: fault('power-failure', 'station') },
];

/** An action at its time; `share` runs from 0 at the beginning to 1 at the end. */
export interface DemoMoment {
  readonly t: number;
  readonly action: DemoAction;
  readonly share: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** How often a growing fault is set, ms: finer than what a day's trend shows, and still only some hundred settings. */
const GROWING_EVERY_MS = 10 * MINUTE_MS;

function momentsOf({ action, minutes }: DemoEvent, begin: number): DemoMoment[] {
  const lasting = minutes * MINUTE_MS;
  if (lasting === 0) return [{ t: begin, action, share: 0 }];
  const parts = action.kind === 'growing' ? Math.ceil(lasting / GROWING_EVERY_MS) : 1;
  return Array.from({ length: parts + 1 }, (_, i) => ({ t: begin + (lasting * i) / parts, action, share: i / parts }));
}

/**
 * Beginnings and ends in order of time, of the events that lie within `from` … `to` as a whole (epoch ms; `to` = when live
 * recording began).
 */
export function demoMoments(span: {
  from: number;
  to: number;
  localTime: (epochMs: number) => LocalTime;
  events: readonly DemoEvent[];
}): readonly DemoMoment[] {
  const midnight = span.to - span.localTime(span.to).hour * 3_600_000;
  return span.events
    .flatMap(event => {
      const [hour = 0, minute = 0] = event.at.split(':').map(Number);
      const begin = Math.round(midnight - event.daysBefore * DAY_MS + (hour * 60 + minute) * MINUTE_MS);
      const isWithin = begin >= span.from && begin + event.minutes * MINUTE_MS < span.to;
      return isWithin ? momentsOf(event, begin) : [];
    })
    .toSorted((a, b) => a.t - b.t);
}
