/**
 * The frames of a data folder in the order of time, all channels together, without a station (a process of its own; it only
 * reads). One segment of each channel is in memory at a time.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StationError } from '../../../platform/station-error.ts';
import { codeOf, framesFolder, listSegments } from '../segment-folder.ts';
import { segmentName } from '../segment-ring.ts';
import { type ReadPacket, scanSegment } from '../segment-scan.ts';
import type { FramesArguments } from './frames-arguments.ts';

export interface RecordedPacket {
  readonly channel: string;
  readonly packet: ReadPacket;
}

type Choice = Omit<FramesArguments, 'verb' | 'out'>;

function refuse(code: string, en: readonly [string, string], zh: readonly [string, string]): StationError {
  return new StationError({
    code,
    message: en[0],
    hint: en[1],
    retry: 'operator',
    zh: { message: zh[0], hint: zh[1] },
  });
}

/** Channels of the data folder that have a folder of frames, or the one asked for. @throws StationError when there is none */
export async function channelsWithFrames({ data, channel }: Choice): Promise<readonly string[]> {
  const folder = join(data, 'channels');
  const names = await foldersOf(folder);
  if (names === null) {
    throw refuse(
      'no-frames',
      [`${data} is no data folder of a station.`, 'Name it with --data.'],
      [`${data} 不是站控的数据目录。`, '用 --data 指定数据目录。'],
    );
  }
  const found: string[] = [];
  for (const name of names) {
    if (channel !== null && name !== channel) continue;
    if ((await foldersOf(framesFolder(data, name))) !== null) found.push(name);
  }
  if (found.length > 0) return found.toSorted();
  throw refuse(
    'no-frames',
    [`There are no frames in ${folder}${channel === null ? '' : ` of channel ${channel}`}.`, 'See list.'],
    [`${folder} 中没有${channel === null ? '' : `通道 ${channel} 的`}报文。`, '见 list。'],
  );
}

async function foldersOf(path: string): Promise<readonly string[] | null> {
  try {
    return await readdir(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw error;
  }
}

function isWanted(packet: ReadPacket, { device, from, to }: Choice): boolean {
  const time = packet.timeUs / 1_000;
  if (time < from || time > to) return false;
  return packet.kind === 'mark' || device === null || packet.note.device === device;
}

/** Packets of one channel in the order of their files. */
async function* packetsOf(channel: string, choice: Choice): AsyncGenerator<RecordedPacket> {
  const folder = framesFolder(choice.data, channel);
  const segments = (await listSegments(folder)).toSorted((a, b) => a.number - b.number);
  for (const segment of segments) {
    if (segment.startedAt > choice.to) continue;
    const packets: RecordedPacket[] = [];
    const path = join(folder, segmentName(segment));
    await scanSegment({ path, fileBytes: segment.bytes, tail: [] }, packet => {
      // Its bytes are only lent.
      if (isWanted(packet, choice)) packets.push({ channel, packet: { ...packet, data: Buffer.from(packet.data) } });
      return true;
    });
    yield* packets;
  }
}

/**
 * Packets of all chosen channels, merged by time. Within a channel the order is that of its files, also where the clock was set
 * back.
 */
export async function* recordedPackets(choice: Choice): AsyncGenerator<RecordedPacket> {
  const channels = await channelsWithFrames(choice);
  const sources = channels.map(channel => packetsOf(channel, choice));
  const heads = await Promise.all(sources.map(source => source.next()));
  for (;;) {
    let first = -1;
    for (const [i, head] of heads.entries()) {
      if (head.done === true) continue;
      const best = heads[first];
      if (best === undefined || best.done === true || head.value.packet.timeUs < best.value.packet.timeUs) first = i;
    }
    const head = heads[first];
    const source = sources[first];
    if (head === undefined || head.done === true || source === undefined) return;
    yield head.value;
    heads[first] = await source.next();
  }
}
