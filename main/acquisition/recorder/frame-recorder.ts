/**
 * The flight recorder of one channel: takes every frame from its driver, puts it in pcapng form into memory and has it written
 * about once a second (main thread). A driver never waits for it and never hears an error from it; what the disk could not take
 * is counted, marked in the file at its place, and told. Files can be opened in Wireshark while they are being written.
 */

import type { RecorderStatus } from '../../../shared/model/frame.ts';
import type { Log } from '../../platform/log.ts';
import { VERSION } from '../../version.ts';
import type { FrameTap, WireFrame } from '../channel.ts';
import { ChunkQueue, type OpenSegment } from './chunk-queue.ts';
import { frameHeader, markBytes, markHeader, type PduLink } from './format/exported-pdu.ts';
import { FrameNotes, markOptions, markText } from './format/frame-notes.ts';
import { interfaceBlock, type PacketParts, packetSize, sectionHeader, writePacket } from './format/pcapng.ts';
import type { SegmentStore } from './segment-folder.ts';
import { SEGMENT_MS, segmentBytes, sequenceOf } from './segment-ring.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { TimeAnchor } from './time-anchor.ts';

/** Longest frame that is kept whole, bytes: an OPC UA chunk of the size that clients and servers agree on by default. */
const LONGEST_FRAME = 65_536;
/** So much is written at once and not only with the next second, bytes: two pieces of memory. */
const EARLY_BYTES = 262_144;
/** Between two events about frames that the disk was too slow for, ms. The marks in the files are complete. */
const LOSS_EVENT_MS = 600_000;
/** Longest wait for the last write when the station stops, ms. */
const STOP_LIMIT_MS = 2_000;
/** One less than the numbers of a segment. */
const MOST_PACKETS = sequenceOf(1, 0) - 1;

export type RecorderEvent =
  | { readonly kind: 'paused'; readonly channel: string; readonly code: string }
  /** `lost`: frames that are missing because of the pause. */
  | { readonly kind: 'resumed'; readonly channel: string; readonly lost: number }
  /** The disk is slower than the wire. */
  | { readonly kind: 'lost'; readonly channel: string; readonly lost: number };

export interface RecorderOptions {
  readonly channel: string;
  readonly link: PduLink;
  /** Where the channel really goes, for whoever opens a file. */
  readonly endpoint: string;
  readonly limitBytes: number;
  /** Devices that are recorded at first. */
  readonly devices: readonly string[];
  readonly anchor: TimeAnchor;
  readonly now: () => number;
  readonly store: SegmentStore;
  readonly log: Log;
  readonly onEvent: (event: RecorderEvent) => void;
}

/** Bytes that are not on the disk yet, and where they will stand. */
export interface PendingPiece {
  readonly segment: OpenSegment;
  readonly position: number;
  readonly bytes: Buffer;
}

const headersOf = (link: PduLink): { readonly sent: Buffer; readonly received: Buffer } => ({
  sent: frameHeader(link, 'sent'),
  received: frameHeader(link, 'received'),
});

export class FrameRecorder implements FrameTap {
  readonly #options: RecorderOptions;
  readonly #queue = new ChunkQueue();
  readonly #writer: SegmentWriter;
  readonly #notes = new FrameNotes();
  readonly #markHeader = markHeader();
  #headers: { readonly sent: Buffer; readonly received: Buffer };
  readonly #fileHead: Buffer;
  readonly #recorded: Set<string>;
  readonly #segmentBytes: number;
  #segment: OpenSegment | null = null;
  /** Frames that found no room since the last mark about it. */
  #gap = 0;
  #lost = 0;
  #untold = 0;
  #nextLossEventAt = Number.NEGATIVE_INFINITY;
  #nextFailureLogAt = Number.NEGATIVE_INFINITY;

  constructor(options: RecorderOptions) {
    const { channel, link, endpoint, limitBytes, anchor, store, log, now } = options;
    this.#options = options;
    this.#recorded = new Set(limitBytes > 0 ? options.devices : []);
    this.#segmentBytes = segmentBytes(limitBytes);
    this.#headers = headersOf(link);
    const from = { name: channel, description: `${link.protocol} ${endpoint}` };
    this.#fileHead = Buffer.concat([sectionHeader(`Citygate ${VERSION}`), interfaceBlock(from)]);
    this.#writer = new SegmentWriter({
      queue: this.#queue,
      store,
      limitBytes,
      clock: { now, monotonic: () => anchor.monotonic() },
      log,
      onPaused: code => this.#tell({ kind: 'paused', channel, code }),
      onResumed: pause => this.#resumed(pause),
      onAbandoned: (segment, packets) => this.#abandoned(segment, packets),
    });
  }

  isOn(device: string | null): boolean {
    return device === null ? this.#recorded.size > 0 : this.#recorded.has(device);
  }

  frame(frame: WireFrame): void {
    if (!this.isOn(frame.device)) return;
    try {
      if (!this.#keep(frame)) this.#lose();
    } catch (error) {
      this.#failed(error);
    }
  }

  mark(text: string): void {
    if (!this.isOn(null)) return;
    try {
      if (!this.#keepMark(text)) this.#lose();
    } catch (error) {
      this.#failed(error);
    }
  }

  peer(host: string): void {
    this.#headers = headersOf({ ...this.#options.link, host });
  }

  /** From now on this device's frames are kept, or not; the files say where that changed. */
  setRecorded(device: string, isRecorded: boolean): void {
    if (this.#options.limitBytes === 0 || this.#recorded.has(device) === isRecorded) return;
    if (isRecorded) this.#recorded.add(device);
    this.mark(`${device}: ${isRecorded ? '开始记录 recording on' : '停止记录 recording off'}`);
    if (!isRecorded) this.#recorded.delete(device);
  }

  /** The wall clock was set by so much, and the anchor has followed: times start anew in a file of their own. */
  clockStepped(stepMs: number): void {
    this.#segment = null;
    const by = `${stepMs < 0 ? '−' : '+'}${(Math.abs(stepMs) / 1_000).toFixed(3)} s`;
    this.mark(`电脑时钟被调整 ${by} · the clock of this computer was set by ${by}`);
  }

  /** Once a second: writes what waits and removes what is too old. Never rejects. */
  async tick(): Promise<void> {
    this.#tellLoss();
    await this.#writer.flush();
  }

  /** Writes what waits, unless the disk takes longer than two seconds. */
  async stop(): Promise<void> {
    this.#recorded.clear();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>(resolve => {
      timer = setTimeout(resolve, STOP_LIMIT_MS);
    });
    await Promise.race([this.#writer.close(), limit]);
    clearTimeout(timer);
  }

  status(): RecorderStatus {
    const { limitBytes } = this.#options;
    const state = limitBytes === 0 ? 'off' : this.#writer.isPaused ? 'paused' : 'recording';
    return { state, bytes: this.#writer.bytes, limitBytes, lost: this.#lost };
  }

  /** What a reader of the files does not find there yet, in the order of the files. */
  pending(): readonly PendingPiece[] {
    return this.#queue.unwritten().map(({ segment, position, buffer, written, used }) => ({
      segment,
      position: position + written,
      bytes: Buffer.from(buffer.subarray(written, used)),
    }));
  }

  #keep(frame: WireFrame): boolean {
    const now = this.#options.anchor.monotonic();
    // The segment first: what a comment has to say depends on the file that it is in.
    const segment = this.#segmentFor(now);
    if (segment === null) return false;
    const { bytes, direction } = frame;
    const packet = {
      interface: 0,
      prefix: this.#headers[direction],
      bytes: bytes.length > LONGEST_FRAME ? bytes.subarray(0, LONGEST_FRAME) : bytes,
      originalLength: bytes.length,
      options: this.#notes.optionsOf(frame),
    };
    const isKept = this.#markGap(segment, now) && this.#append(segment, { packet, now });
    if (isKept) this.#notes.written();
    return isKept;
  }

  #keepMark(text: string): boolean {
    const now = this.#options.anchor.monotonic();
    const segment = this.#segmentFor(now);
    return segment !== null && this.#markGap(segment, now) && this.#appendMark(segment, text, now);
  }

  #appendMark(segment: OpenSegment, text: string, now: number): boolean {
    const line = markText(text);
    const bytes = markBytes(line);
    const prefix = this.#markHeader;
    const packet = { interface: 0, prefix, bytes, originalLength: bytes.length, options: markOptions(line) };
    return this.#append(segment, { packet, now });
  }

  #append(segment: OpenSegment, { packet, now }: { packet: PacketParts; now: number }): boolean {
    const place = this.#queue.take(segment, packetSize(packet));
    if (place === null) return false;
    writePacket(place.target, place.at, { packet, timeUs: this.#options.anchor.timeUs(now) });
    if (this.#queue.waitingBytes > EARLY_BYTES && !this.#writer.isPaused) void this.#writer.flush();
    return true;
  }

  /** The segment that a packet of this moment goes to; null when there is no room to begin one. */
  #segmentFor(now: number): OpenSegment | null {
    const present = this.#segment;
    const isDue =
      present === null ||
      present.bytes >= this.#segmentBytes ||
      present.packets >= MOST_PACKETS ||
      now >= present.beganAt + SEGMENT_MS;
    return isDue ? this.#begin(now) : present;
  }

  #begin(now: number): OpenSegment | null {
    const startedAt = Math.floor(this.#options.anchor.timeUs(now) / 1_000);
    const segment = { startedAt, beganAt: now, number: null, bytes: 0, packets: 0 };
    const place = this.#queue.take(segment, this.#fileHead.length, 0);
    if (place === null) return null;
    place.target.buffer.set(this.#fileHead, place.at);
    this.#notes.beginFile();
    this.#segment = segment;
    return segment;
  }

  /** Says in the file how many frames are missing here; false when there is no room even for that. */
  #markGap(segment: OpenSegment, now: number): boolean {
    if (this.#gap === 0) return true;
    const isMarked = this.#appendMark(segment, `丢失 ${this.#gap} 帧 · ${this.#gap} frames are missing here`, now);
    if (isMarked) this.#gap = 0;
    return isMarked;
  }

  #lose(packets = 1): void {
    this.#gap += packets;
    this.#lost += packets;
    this.#untold += packets;
  }

  #failed(error: unknown): void {
    this.#lose();
    // What fails once fails a thousand times a second; every loss is counted all the same.
    const now = this.#options.anchor.monotonic();
    if (now < this.#nextFailureLogAt) return;
    this.#nextFailureLogAt = now + LOSS_EVENT_MS;
    this.#options.log.error(() => `a frame was not recorded: ${error instanceof Error ? error.stack : String(error)}`);
  }

  #abandoned(segment: OpenSegment, packets: number): void {
    if (this.#segment === segment) this.#segment = null;
    if (packets > 0) this.#lose(packets);
  }

  #resumed({ code, pausedMs }: { code: string; pausedMs: number }): void {
    const seconds = Math.round(pausedMs / 1_000);
    this.mark(`记录曾暂停 ${seconds} s · recording had paused for ${seconds} s: ${code}`);
    const lost = this.#untold;
    this.#untold = 0;
    this.#tell({ kind: 'resumed', channel: this.#options.channel, lost });
  }

  #tellLoss(): void {
    const { anchor, channel } = this.#options;
    // A pause has been told; what it cost is told at its end.
    if (this.#untold === 0 || this.#writer.isPaused || anchor.monotonic() < this.#nextLossEventAt) return;
    this.#nextLossEventAt = anchor.monotonic() + LOSS_EVENT_MS;
    const lost = this.#untold;
    this.#untold = 0;
    this.#tell({ kind: 'lost', channel, lost });
  }

  #tell(event: RecorderEvent): void {
    try {
      this.#options.onEvent(event);
    } catch (error) {
      this.#options.log.error(() => `an event was not told: ${String(error)}`);
    }
  }
}
