/**
 * Which tags are heard together and when: one group for each device and scan period, as a poller has them, so that all tags of a
 * group share their times. Groups are spread over the first second of a step and shake by some ms like real replies. Pure and
 * deterministic by seed.
 */
import type { Handle } from '../../../shared/model/tag.ts';
import type { ProjectTag, StationProject } from '../../project/types.ts';

/** `poll`: each period. `analysis`: when an analysis ends, with its time. `change`: when the value changes (OPC UA). */
export type Rhythm = 'poll' | 'analysis' | 'change';

export interface ScanGroup {
  readonly device: string;
  readonly rhythm: Rhythm;
  /** How often it is asked, in steps. */
  readonly everySteps: number;
  /** After the beginning of a step, ms. */
  readonly phaseMs: number;
  readonly tags: readonly ProjectTag[];
  readonly handles: Uint32Array;
}

/** Groups lie within this much of the beginning of a step, ms; together with the jitter less than a second. */
const SPREAD_MS = 900;
/** Replies come 0–8 ms late, one in 64 up to 30: judgement, what a quiet PC and a switch do to a poller. */
const JITTER_MS = 9;
const LATE_JITTER_MS = 31;

/** Totals of meters: they only rise, and they must go on where the month ends. */
export const TOTALISERS = ['FQ-1101', 'FQ-1401A', 'FQ-1401B', 'FQ-1401C', 'FQ-1701', 'FQ-1702', 'FQ-1703'] as const;

export const isTotaliser = (tag: string): boolean => (TOTALISERS as readonly string[]).includes(tag);

function rhythmOf(tag: ProjectTag): Rhythm {
  if (tag.address?.kind !== 'opcua') return 'poll';
  return tag.signalClass === 'DI' ? 'change' : 'analysis';
}

function isRead(tag: ProjectTag): boolean {
  if (tag.device === null || tag.address === null) return false;
  // A text is no number, and the plant knows numbers only.
  return tag.address.kind !== 'modbus' || tag.address.type !== 'string';
}

/** Groups in the order of their phases. `stepMs`: no tag is asked more often. */
export function scanGroups(project: StationProject, stepMs: number): readonly ScanGroup[] {
  const members = new Map<string, { tag: ProjectTag; handle: Handle }[]>();
  project.tags.forEach((tag, handle) => {
    if (!isRead(tag)) return;
    const key = `${tag.device} ${tag.periodMs} ${rhythmOf(tag)} ${isTotaliser(tag.name) ? 'total' : ''}`;
    const list = members.get(key) ?? [];
    list.push({ tag, handle });
    members.set(key, list);
  });
  const groups = [...members.values()];
  return groups.map((list, i) => ({
    device: list[0]?.tag.device ?? '',
    rhythm: list[0] === undefined ? 'poll' : rhythmOf(list[0].tag),
    everySteps: Math.max(1, Math.round((list[0]?.tag.periodMs ?? stepMs) / stepMs)),
    phaseMs: Math.round((SPREAD_MS * i) / groups.length),
    tags: list.map(({ tag }) => tag),
    handles: Uint32Array.from(list, ({ handle }) => handle),
  }));
}

/** Lateness of the reply to a group at a step, ms. */
export function jitterMs(seed: number, group: number, step: number): number {
  let h = Math.imul(seed ^ 0x51ed270b, 0x85ebca6b) ^ Math.imul(group + 1, 0xc2b2ae35) ^ Math.imul(step | 0, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  h ^= h >>> 15;
  const isLate = (h & 63) === 0;
  return (h >>> 6) % (isLate ? LATE_JITTER_MS : JITTER_MS);
}
