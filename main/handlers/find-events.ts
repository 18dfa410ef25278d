/** `events.search` and `events.export`: the past of the event stream, as the handlers find it. */
import type { EventPage } from '../../shared/model/event.ts';
import { systemTagName } from '../../shared/model/system-tag.ts';
import type { AlarmFile } from '../../shared/rpc/alarm-contract.ts';
import type { ClockOffsets } from '../events/alarm-lines.ts';
import { exportFound } from '../events/export/export-events.ts';
import { findEvents } from '../events/find-events.ts';
import { checkSpan, filterOf, plainFile } from './asked-rows.ts';
import type { ParsedInput } from './handlers.ts';
import type { StationParts } from './station-parts.ts';

type Parts = Pick<StationParts, 'events' | 'alarms' | 'alarmLines' | 'historian' | 'describe' | 'clock'>;

/** Also what the caller has just caused. */
export async function searchEvents(
  parts: Parts,
  { before, limit, ...filter }: ParsedInput<'events.search'>,
  signal: AbortSignal,
): Promise<EventPage> {
  checkSpan(filter);
  await settled(parts);
  return await findEvents(sourcesOf(parts), { filter: filterOf(filter), before: before ?? null, limit }, signal);
}

export async function exportEvents(
  parts: Parts,
  { format, language, ...filter }: ParsedInput<'events.export'>,
  signal: AbortSignal,
): Promise<AlarmFile> {
  checkSpan(filter);
  await settled(parts);
  const asked = { filter: filterOf(filter), format, language };
  const origin = { sources: sourcesOf(parts), station: parts.describe(), now: parts.clock.now() };
  return plainFile(await exportFound(origin, asked, signal));
}

async function settled({ events, alarms }: Parts): Promise<void> {
  await events.settled();
  await alarms.engine.settled();
}

const sourcesOf = ({ historian, alarms, alarmLines, describe }: Parts) => ({
  events: historian,
  alarms: alarms.archive,
  lines: alarmLines,
  offsetsAt: (at: number) => offsetsAt(historian, { devices: stamping(describe()), at }),
});

const stamping = ({ devices }: ReturnType<StationParts['describe']>): readonly string[] =>
  devices.filter(({ protocol }) => protocol === 'opcua').map(({ id }) => id);

/** How far the clocks of devices were off then, as history has it. */
async function offsetsAt(
  historian: Pick<StationParts['historian'], 'slice'>,
  { devices, at }: { readonly devices: readonly string[]; readonly at: number },
): Promise<ClockOffsets> {
  if (devices.length === 0) return () => null;
  const found = await historian.slice(
    devices.map(device => systemTagName(device, 'clock-offset')),
    at,
  );
  const values = new Map(devices.map((device, i) => [device, found[i]?.value ?? null]));
  return device => values.get(device) ?? null;
}
