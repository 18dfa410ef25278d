/**
 * What is expected of an alarm system, and whether a figure keeps to it (pure). Figures are for one operator position. Sources: ISA-18.2
 * and IEC 62682, clause 16 (monitoring and assessment); EEMUA 191, key performance indicators. ISA-18.2 of 2016 gives no rate a day
 * any more; that of 2009 says about 150, IEC 62682 about 144.
 */
import type { AlarmPerformance } from '../model/alarm-journal.ts';

export const PERFORMANCE_FIGURES = [
  'perDay',
  'perHour',
  'per10Min',
  'peakPer10Min',
  'shareOver10',
  'shareOver30',
  'floodShare',
  'topShare',
  'chattering',
  'fleeting',
  'stale',
  'priority1',
  'priority2',
  'priority3',
  'priority4',
] as const;
export type PerformanceFigure = (typeof PERFORMANCE_FIGURES)[number];

export interface PerformanceTarget {
  readonly bound: 'at-most' | 'below' | 'at-least';
  readonly value: number;
  /** What an operator can still manage; null where nothing is said. */
  readonly most: number | null;
  /** A share is 0 … 1, a number counts calls or alarms. */
  readonly kind: 'number' | 'share';
  readonly source: string;
  readonly clause: string;
}

const ISA = 'ISA-18.2 / IEC 62682';
const EEMUA = 'EEMUA 191';
const number = (bound: PerformanceTarget['bound'], value: number, most: number | null = null) =>
  ({ bound, value, most, kind: 'number' }) as const;
const share = (bound: PerformanceTarget['bound'], value: number) =>
  ({ bound, value, most: null, kind: 'share' }) as const;

export const PERFORMANCE_TARGETS: Readonly<Record<PerformanceFigure, PerformanceTarget>> = {
  perDay: { ...number('at-most', 150, 300), source: 'ISA-18.2:2009 / EEMUA 191', clause: '16: average alarm rate' },
  perHour: { ...number('at-most', 6, 12), source: ISA, clause: '16: average alarm rate' },
  per10Min: { ...number('at-most', 1, 2), source: ISA, clause: '16: average alarm rate' },
  peakPer10Min: { ...number('at-most', 10), source: ISA, clause: '16: peak alarm rate' },
  shareOver10: { ...share('below', 0.01), source: ISA, clause: '16: peak alarm rate' },
  shareOver30: { ...share('below', 0.01), source: ISA, clause: '16: average alarm rate' },
  floodShare: { ...share('below', 0.01), source: ISA, clause: '16: alarm floods' },
  topShare: { ...share('at-most', 0.05), source: ISA, clause: '16: frequently occurring alarms' },
  chattering: { ...number('at-most', 0), source: ISA, clause: '16: chattering and fleeting alarms' },
  fleeting: { ...number('at-most', 0), source: ISA, clause: '16: chattering and fleeting alarms' },
  stale: { ...number('below', 5), source: ISA, clause: '16: stale alarms' },
  priority1: { ...share('at-most', 0.01), source: EEMUA, clause: 'priority distribution' },
  priority2: { ...share('at-most', 0.05), source: ISA, clause: '16: annunciated alarm priority distribution' },
  priority3: { ...share('at-most', 0.15), source: ISA, clause: '16: annunciated alarm priority distribution' },
  priority4: { ...share('at-least', 0.8), source: ISA, clause: '16: annunciated alarm priority distribution' },
};

export type PerformanceJudgement = 'within' | 'beyond' | 'no-target';

/** Null is a figure that there is none of: a share of nothing. */
export function judgePerformance(figure: PerformanceFigure, value: number | null): PerformanceJudgement {
  const target = PERFORMANCE_TARGETS[figure];
  if (value === null || !Number.isFinite(value)) return 'no-target';
  if (target.bound === 'at-least') return value >= target.value ? 'within' : 'beyond';
  const isWithin = target.bound === 'below' ? value < target.value : value <= target.value;
  return isWithin ? 'within' : 'beyond';
}

/** The figure that a target is about; null where there were no calls to share out. */
export function performanceFigure(figure: PerformanceFigure, performance: AlarmPerformance): number | null {
  switch (figure) {
    case 'chattering':
    case 'fleeting':
    case 'stale':
      return performance[figure].length;
    case 'topShare':
      return performance.activations === 0 ? null : performance.topShare;
    case 'priority1':
    case 'priority2':
    case 'priority3':
    case 'priority4':
      return shareOfPriority(performance, Number(figure.slice(-1)));
    default:
      return performance[figure];
  }
}

const shareOfPriority = ({ byPriority, calls }: AlarmPerformance, priority: number): number | null =>
  calls === 0 ? null : (byPriority[priority - 1] ?? 0) / calls;
