/**
 * A station of a thousand tags in an avalanche: the real engine over the real history, values that jump over their limits a hundred
 * times a second, an operator who acknowledges and shelves. What is told as durable goes onto a sheet.
 */
import { openSync, writeSync } from 'node:fs';
import { makeCondition } from '../../../main/alarms/conditions/make-condition.ts';
import { AlarmEngine } from '../../../main/alarms/engine/alarm-engine.ts';
import type { AlarmPart } from '../../../main/alarms/engine/alarm-point.ts';
import { StationAlarmArchive } from '../../../main/alarms/journal/station-alarm-archive.ts';
import { type Historian, openHistorian } from '../../../main/historian/historian.ts';
import { systemClock } from '../../../main/platform/clock.ts';
import { createLog } from '../../../main/platform/log.ts';
import type { AlarmDefinition, AlarmKind, AlarmTransition } from '../../../shared/model/alarm.ts';
import { GOOD } from '../../../shared/model/quality.ts';
import { sleep } from '../../kit/wait-for.ts';

export const TAG_COUNT = 1_000;
/** Every fourth tag has a second limit that hides the first. */
const HH_EVERY = 4;
export const LIMITS: Readonly<Record<'H' | 'HH', number>> = { H: 10, HH: 20 };
const STEP_MS = 100;
/** Values that change in a step; nearly every one makes a row or two. */
const CHANGES = 10;
const NOTHING = { zh: '无', en: 'none' };

function part(k: number, kind: 'H' | 'HH'): AlarmPart {
  const tag = `AV-${k}`;
  const id = `${tag}/${kind}`;
  const definition: AlarmDefinition = {
    ...{
      id,
      tag,
      kind: kind satisfies AlarmKind,
      priority: kind === 'HH' ? 2 : k % 2 === 0 ? 3 : 4,
      area: `A${k % 5}`,
    },
    ...{ device: null, equipment: null, timeToRespondS: null, card: null, suppressWhen: null, reAlarmAfterMs: null },
    texts: { message: NOTHING, consequence: NOTHING, cause: NOTHING, action: NOTHING },
    isLatching: k % 50 === 0,
    group: k < 40 ? 'first' : null,
    hides: kind === 'HH' ? [`${tag}/H`] : [],
    maxShelveMs: 3_600_000,
  };
  const limit = { schedule: [], otherwise: { kind: 'fixed' as const, value: LIMITS[kind] } };
  const condition = makeCondition(
    {
      condition: { kind: 'level', tag, side: 'high', limit, deadband: 0.5 },
      delays: { onDelayMs: 0, offDelayMs: 0 },
    },
    'UTC',
  );
  return { definition, condition };
}

const parts = (): readonly AlarmPart[] =>
  Array.from({ length: TAG_COUNT }, (_, k) =>
    k % HH_EVERY === 0 ? [part(k, 'HH'), part(k, 'H')] : [part(k, 'H')],
  ).flat();

export interface Avalanche {
  readonly historian: Historian;
  readonly archive: StationAlarmArchive;
  readonly engine: AlarmEngine;
}

/** Opens what a victim before has left, and goes on with it. `told` gets a line for what the historian says. */
export async function openAvalanche(folder: string, told: (line: string) => void): Promise<Avalanche> {
  const historian = await openHistorian({
    folder,
    tags: [],
    clock: systemClock,
    log: createLog('faults', { level: 'warn', write: line => told(line.trim()) }),
    settings: {
      retentionDays: { DI: null, DO: null, AI: null, AO: null, COM: null, CALC: null, SYS: null },
      reserveMb: 1,
      folder: 'history',
      backup: null,
    },
    onEvent: event => told(JSON.stringify(event)),
  });
  const archive = new StationAlarmArchive(historian.alarms, new Map());
  const engine = new AlarmEngine({
    alarms: parts(),
    journal: archive,
    snapshot: archive.snapshot,
    clock: systemClock,
    handleOf: tag => Number(tag.slice('AV-'.length)),
    environment: { tag: () => ({ v: Number.NaN, q: 0 }), lost: () => false },
  });
  return { historian, archive, engine };
}

/** Puts what was told as durable onto a sheet: plain writes outlive a killed process. */
export function keepSheet(path: string, { engine }: Avalanche): void {
  const sheet = openSync(path, 'a');
  engine.board.subscribe((rows, isDurable) => {
    if (isDurable) writeSync(sheet, rows.map(row => `${sheetLine(row)}\n`).join(''));
  });
}

/** A row as it stands on the sheet. */
export const sheetLine = (row: AlarmTransition): string => JSON.stringify(row);

/** Good values of some tags at this moment. */
export function take(engine: AlarmEngine, values: ReadonlyMap<number, number>): void {
  const count = values.size;
  engine.take({
    handles: Uint32Array.from(values.keys()),
    t: new Float64Array(count).fill(Date.now()),
    v: Float64Array.from(values.values()),
    q: new Uint16Array(count).fill(GOOD),
  });
}

/** A value of every tag: two in three are below their limits. */
export const someValues = (random: () => number): Map<number, number> =>
  new Map(Array.from({ length: TAG_COUNT }, (_, k) => [k, someValue(random)]));

const someValue = (random: () => number): number => Math.floor(random() * 30) - (random() < 0.5 ? 20 : 0);

/** Lets it go down until `isOver` says so. */
export async function roll(engine: AlarmEngine, random: () => number, isOver: () => boolean): Promise<void> {
  const any = (): number => Math.floor(random() * TAG_COUNT);
  while (!isOver()) {
    take(engine, new Map(Array.from({ length: CHANGES }, () => [any(), someValue(random)])));
    engine.advance();
    const page = Array.from({ length: 40 }, () => `AV-${any()}/H`);
    const actor = { who: 'li', where: 'console 1', isSupervisor: false };
    if (random() < 0.3) void engine.acknowledge(page, actor, { comment: 'seen' });
    if (random() < 0.2) void engine.reset(page, actor);
    const order = { until: Date.now() + random() * 3_000, reason: 'test' };
    if (random() < 0.3) void engine.shelve(page[0] ?? '', order, actor);
    await sleep(STEP_MS);
  }
}
