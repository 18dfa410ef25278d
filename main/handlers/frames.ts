/** `frames.*`: what the flight recorder has kept, and whose frames it keeps. */
import type { FramePage } from '../../shared/model/frame.ts';
import { deviceRecorded } from '../events/event-texts.ts';
import { deviceOrFail, notKept, unknownDevice } from './devices.ts';
import { by, type Caller, type ParsedInput, RequestError } from './handlers.ts';
import type { StationParts } from './station-parts.ts';

export async function readFrames(
  { recorders }: Pick<StationParts, 'recorders'>,
  { channel, ...query }: ParsedInput<'frames.read'>,
): Promise<FramePage> {
  const page = await recorders.read(channel, query);
  if (page !== null) return page;
  throw new RequestError(
    'unknown-channel',
    { message: `There is no channel "${channel}".`, hint: 'devices.status names the channel of each device.' },
    { message: `没有通道“${channel}”。`, hint: '用 devices.status 查看各设备的通道。' },
  );
}

export async function setRecorded(
  {
    acquisition,
    recorders,
    events,
  }: Pick<StationParts, 'recorders' | 'events'> & { acquisition: Pick<StationParts['acquisition'], 'status'> },
  { device, isRecorded, who, why }: ParsedInput<'frames.setRecorded'>,
  caller?: Caller,
): Promise<null> {
  const known = deviceOrFail(acquisition.status(), device);
  const outcome = await recorders.setRecorded(device, isRecorded);
  if (outcome.kind === 'unknown-device') throw unknownDevice(device);
  if (outcome.kind === 'no-room') throw noRoom(outcome.channel);
  if (outcome.kind === 'not-kept') throw notKept(outcome.code);
  events.add('operation', device, deviceRecorded({ name: known.name, isRecorded, who, why }), by(who, caller));
  return null;
}

function noRoom(channel: string): RequestError {
  return new RequestError(
    'not-possible',
    {
      message: `The project gives channel "${channel}" no room for frames.`,
      hint: 'Set recorderMb of the channel in station.yaml.',
    },
    { message: `工程没有给通道“${channel}”分配报文记录空间。`, hint: '在 station.yaml 中设置该通道的 recorderMb。' },
  );
}
