/**
 * What the frames command line does: `list` as JSON, `print` one line a packet, `export` one pcapng file of everything chosen.
 * A process of its own, read-only towards the station; a running station may write on meanwhile.
 */
import { once } from 'node:events';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { StationError } from '../../../platform/station-error.ts';
import { VERSION } from '../../../version.ts';
import { FrameNotes, markOptions } from '../format/frame-notes.ts';
import { interfaceBlock, type PacketParts, packetSize, sectionHeader, writePacket } from '../format/pcapng.ts';
import { codeOf, framesFolder, listSegments } from '../segment-folder.ts';
import type { ReadPacket } from '../segment-scan.ts';
import type { FramesArguments } from './frames-arguments.ts';
import { channelsWithFrames, type RecordedPacket, recordedPackets } from './recorded-packets.ts';

/** Written at once, bytes. */
const PIECE_BYTES = 262_144;

/** Epoch µs as ISO text with all six digits. */
export function isoMicros(timeUs: number): string {
  const ms = Math.floor(timeUs / 1_000);
  const micros = String(timeUs - ms * 1_000).padStart(3, '0');
  return new Date(ms).toISOString().replace('Z', `${micros}Z`);
}

interface ChannelSummary {
  readonly channel: string;
  readonly files: number;
  readonly bytes: number;
  from: string | null;
  to: string | null;
  frames: number;
  problems: number;
  marks: number;
  readonly devices: Record<string, number>;
}

/** What there is, as JSON: a script reads it as well as a person. */
export async function list(choice: FramesArguments, output: Writable): Promise<void> {
  const summaries = new Map<string, ChannelSummary>();
  for (const channel of await channelsWithFrames(choice)) {
    const files = await listSegments(framesFolder(choice.data, channel));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const empty = { from: null, to: null, frames: 0, problems: 0, marks: 0, devices: {} };
    summaries.set(channel, { channel, files: files.length, bytes, ...empty });
  }
  for await (const { channel, packet } of recordedPackets(choice)) {
    const summary = summaries.get(channel);
    if (summary !== undefined) count(summary, packet);
  }
  output.write(`${JSON.stringify([...summaries.values()], null, 2)}\n`);
}

function count(summary: ChannelSummary, packet: ReadPacket): void {
  const time = isoMicros(packet.timeUs);
  summary.from ??= time;
  summary.to = time;
  if (packet.kind === 'mark') {
    summary.marks++;
    return;
  }
  const device = packet.note.device ?? '?';
  summary.frames++;
  summary.devices[device] = (summary.devices[device] ?? 0) + 1;
  if (packet.note.problem !== null) summary.problems++;
}

/** One line a packet: time, channel, device, arrow, bytes, tags, problem. */
export async function print(choice: FramesArguments, output: Writable): Promise<void> {
  for await (const recorded of recordedPackets(choice)) {
    if (!output.write(`${lineOf(recorded)}\n`)) await once(output, 'drain');
  }
}

function lineOf({ channel, packet }: RecordedPacket): string {
  const start = `${isoMicros(packet.timeUs)} ${channel}`;
  if (packet.kind === 'mark') return `${start} -- ${packet.text}`;
  const { note, direction, data, headerBytes } = packet;
  const tags = note.tags.length === 0 ? '' : ` [${note.tags.join(' ')}]`;
  const problem = note.problem === null ? '' : ` ! ${note.problem}`;
  const hex = data.toString('hex', headerBytes);
  return `${start} ${note.device ?? '?'} ${direction === 'sent' ? '→' : '←'} ${hex}${tags}${problem}`;
}

/** @returns packets written. @throws StationError when the file is there already or cannot be written */
export async function exportFrames(choice: FramesArguments): Promise<number> {
  // Before the file is made: what is asked wrongly leaves nothing behind.
  await channelsWithFrames(choice);
  let file: FileHandle;
  try {
    file = await open(choice.out, 'wx');
  } catch (error) {
    throw notWritten(choice.out, error);
  }
  try {
    const packets = await new Export(file).write(recordedPackets(choice));
    await file.close();
    return packets;
  } catch (error) {
    await file.close();
    // Half a file would look like a whole one.
    await rm(choice.out, { force: true });
    throw error instanceof StationError ? error : notWritten(choice.out, error);
  }
}

function notWritten(path: string, cause: unknown): StationError {
  const code = codeOf(cause);
  const isThere = code === 'EEXIST';
  return new StationError(
    {
      code: 'export-not-written',
      message: isThere ? `${path} is there already.` : `${path} cannot be written (${code}).`,
      hint: 'Name another file with --out.',
      retry: 'operator',
      zh: {
        message: isThere ? `${path} 已存在。` : `${path} 无法写入（${code}）。`,
        hint: '用 --out 指定另一个文件。',
      },
    },
    { cause },
  );
}

/** One section; an interface per channel, and another one where the channel went to another address meanwhile. */
class Export {
  readonly #file: FileHandle;
  readonly #interfaces = new Map<string, { readonly index: number; readonly notes: FrameNotes }>();
  #parts: Buffer[] = [sectionHeader(`Citygate ${VERSION}`)];
  #bytes = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async write(packets: AsyncIterable<RecordedPacket>): Promise<number> {
    let written = 0;
    for await (const { packet } of packets) {
      this.#add(packet);
      written++;
      if (this.#bytes >= PIECE_BYTES) await this.#flush();
    }
    await this.#flush();
    return written;
  }

  #add(packet: ReadPacket): void {
    const { data, originalLength, timeUs } = packet;
    const { index, notes } = this.#interfaceOf(packet);
    const options = packet.kind === 'mark' ? markOptions(packet.text) : notes.optionsOf(noted(packet));
    const parts: PacketParts = { interface: index, prefix: Buffer.alloc(0), bytes: data, originalLength, options };
    const buffer = Buffer.alloc(packetSize(parts));
    writePacket({ buffer, view: new DataView(buffer.buffer, buffer.byteOffset) }, 0, { packet: parts, timeUs });
    notes.written();
    this.#push(buffer);
  }

  #interfaceOf({ from }: ReadPacket): { readonly index: number; readonly notes: FrameNotes } {
    const key = `${from.name} ${from.description}`;
    const known = this.#interfaces.get(key);
    if (known !== undefined) return known;
    const made = { index: this.#interfaces.size, notes: new FrameNotes() };
    this.#interfaces.set(key, made);
    this.#push(interfaceBlock(from));
    return made;
  }

  #push(part: Buffer): void {
    this.#parts.push(part);
    this.#bytes += part.length;
  }

  async #flush(): Promise<void> {
    const piece = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    await this.#file.writeFile(piece);
  }
}

function noted({ direction, note: { device, tags, problem } }: Extract<ReadPacket, { kind: 'frame' }>) {
  return { direction, device, tags, ...(problem === null ? {} : { problem }) };
}
