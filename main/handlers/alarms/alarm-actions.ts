/**
 * What people do to alarms. Every action is a row of the journal with who, from where and why. It is answered when the row is
 * durable, or after a second with a journal that takes nothing, and the answer says which, and what was refused. Only silence leaves
 * no row, because no alarm changes: it is an event.
 */
import type { AlarmActionAnswer } from '../../../shared/rpc/alarm-contract.ts';
import type { AlarmActionResult, AlarmActor } from '../../alarms/engine/operator-desk.ts';
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

type Alarms = Pick<StationAlarms, 'engine' | 'silence' | 'feed'>;

export function alarmActions(alarms: Alarms, events: EventLog): Pick<CommandHandlers, AlarmCommand> {
  const { engine } = alarms;
  const told = async (done: Promise<AlarmActionResult>): Promise<AlarmActionAnswer> => ({
    ...(await done),
    isDurable: alarms.feed.isDurable,
  });
  return {
    'alarms.acknowledge': ({ ids, who, ...sight }, caller) =>
      told(engine.acknowledge(ids, actorOf(who, caller), sight)),
    'alarms.acknowledgeArea': ({ area, who, ...sight }, caller) =>
      told(engine.acknowledgeArea(area, actorOf(who, caller), sight)),
    'alarms.reset': ({ ids, who, comment }, caller) => told(engine.reset(ids, actorOf(who, caller), comment)),
    'alarms.shelve': ({ id, ...order }, caller) => told(engine.shelve(id, holdOf(order), actorOf(order.who, caller))),
    'alarms.unshelve': ({ id, who, comment }, caller) => told(engine.unshelve(id, actorOf(who, caller), comment)),
    'alarms.removeFromService': ({ id, ...order }, caller) =>
      told(engine.removeFromService(id, holdOf(order), actorOf(order.who, caller))),
    'alarms.returnToService': ({ id, who, comment }, caller) =>
      told(engine.returnToService(id, actorOf(who, caller), comment)),
    'alarms.takeEquipmentOut': ({ equipment, ...order }, caller) =>
      told(engine.takeEquipmentOut(equipment, holdOf(order), actorOf(order.who, caller))),
    'alarms.returnEquipment': ({ equipment, who, comment }, caller) =>
      told(engine.returnEquipment(equipment, actorOf(who, caller), comment)),
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
  const actor = who === undefined ? { where: caller.where } : by(who, caller);
  events.add('operation', 'alarms', alarmsSilenced({ who: who ?? null, areas: areas ?? null }), actor);
  await events.settled();
  return null;
}
