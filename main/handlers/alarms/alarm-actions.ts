/**
 * What people do to alarms. Every action is a row of the journal with who, from where and why, durable before it is answered; the
 * answer names what was refused. Only silence leaves no row, because no alarm changes: it is an event.
 */
import type { AlarmActionAnswer } from '../../../shared/rpc/alarm-contract.ts';
import type { AlarmActor } from '../../alarms/engine/operator-desk.ts';
import type { StationAlarms } from '../../alarms/station/station-alarms.ts';
import { alarmsSilenced } from '../../events/alarm-texts.ts';
import type { EventLog } from '../../events/event-log.ts';
import { by, type Caller, type CommandHandlers, type ParsedInput } from '../handlers.ts';
import { areasOf } from './alarm-outlet.ts';

type AlarmCommand = Extract<keyof CommandHandlers, `alarms.${string}`>;

/** There is no role of a shift supervisor before there are accounts: whoever may engineer may decide as one. */
const actorOf = (who: string, { role, where }: Caller): AlarmActor => ({
  who,
  where,
  isSupervisor: role === 'engineer',
});

export function alarmActions(
  alarms: Pick<StationAlarms, 'engine' | 'silence'>,
  events: EventLog,
): Pick<CommandHandlers, AlarmCommand> {
  const { engine } = alarms;
  return {
    'alarms.acknowledge': ({ ids, who, comment }, caller) => engine.acknowledge(ids, actorOf(who, caller), comment),
    'alarms.acknowledgeArea': ({ area, who, comment }, caller) =>
      engine.acknowledgeArea(area, actorOf(who, caller), comment),
    'alarms.reset': ({ ids, who, comment }, caller) => engine.reset(ids, actorOf(who, caller), comment),
    'alarms.shelve': ({ id, ...order }, caller) => engine.shelve(id, holdOf(order), actorOf(order.who, caller)),
    'alarms.unshelve': ({ id, who, comment }, caller) => engine.unshelve(id, actorOf(who, caller), comment),
    'alarms.removeFromService': ({ id, ...order }, caller) =>
      engine.removeFromService(id, holdOf(order), actorOf(order.who, caller)),
    'alarms.returnToService': ({ id, who, comment }, caller) =>
      engine.returnToService(id, actorOf(who, caller), comment),
    'alarms.takeEquipmentOut': ({ equipment, ...order }, caller) =>
      engine.takeEquipmentOut(equipment, holdOf(order), actorOf(order.who, caller)),
    'alarms.returnEquipment': ({ equipment, who, comment }, caller): Promise<AlarmActionAnswer> =>
      engine.returnEquipment(equipment, actorOf(who, caller), comment),
    'alarms.silence': (input, caller) => silence({ alarms, events }, input, caller),
  };
}

const holdOf = ({ until, why }: { readonly until: number; readonly why: string }) => ({ until, reason: why });

async function silence(
  { alarms, events }: { readonly alarms: Pick<StationAlarms, 'silence'>; readonly events: EventLog },
  { areas, who, heard }: ParsedInput<'alarms.silence'>,
  caller: Caller,
): Promise<null> {
  alarms.silence(areasOf(areas), heard);
  events.add('operation', 'alarms', alarmsSilenced({ who, areas: areas ?? null }), by(who, caller));
  await events.settled();
  return null;
}
