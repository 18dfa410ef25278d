/**
 * A flight recorder on a real folder, without the rest of the station. The test turns the clock and ticks by hand; whatever the
 * recorder tells is kept. Nothing of it is replaced but the clock, and the disk where a test says so.
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type FrameQuery, readPage } from '../../main/acquisition/recorder/frame-reader.ts';
import { FrameRecorder, type RecorderEvent } from '../../main/acquisition/recorder/frame-recorder.ts';
import { SegmentFolder, type SegmentStore } from '../../main/acquisition/recorder/segment-folder.ts';
import { TimeAnchor } from '../../main/acquisition/recorder/time-anchor.ts';
import type { Clock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import type { Protocol } from '../../shared/model/device.ts';
import type { FrameRecord } from '../../shared/model/frame.ts';

export interface RecorderRigOptions {
  readonly data: string;
  readonly clock: Clock;
  readonly protocol?: Protocol;
  readonly limitBytes?: number;
  readonly devices?: readonly string[];
  /** Room of the disk that frames leave alone. */
  readonly keptFreeBytes?: number;
  /** The real folder when left out. */
  readonly disk?: (folder: SegmentStore) => SegmentStore;
}

export class RecorderRig {
  readonly events: RecorderEvent[] = [];
  /** Lines of the log, warnings and worse. */
  readonly logged: string[] = [];
  readonly recorder: FrameRecorder;
  readonly anchor: TimeAnchor;
  readonly folder: string;

  constructor({
    data,
    clock,
    protocol = 'modbus-tcp',
    limitBytes = 1_000_000,
    devices = ['PLC'],
    disk,
    keptFreeBytes = 0,
  }: RecorderRigOptions) {
    mkdirSync(data, { recursive: true });
    const folder = new SegmentFolder(data, 'plc', keptFreeBytes);
    this.folder = folder.path;
    this.anchor = new TimeAnchor(clock);
    this.recorder = new FrameRecorder({
      channel: 'plc',
      link: { protocol, host: protocol === 'modbus-rtu' ? null : '10.1.2.3', channelIndex: 0 },
      endpoint: protocol === 'modbus-rtu' ? '/dev/ttyS0' : '10.1.2.3:1502',
      limitBytes,
      devices,
      anchor: this.anchor,
      now: () => clock.now(),
      store: disk === undefined ? folder : disk(folder),
      log: createLog('test', { level: 'warn', write: line => void this.logged.push(line) }),
      onEvent: event => void this.events.push(event),
    });
  }

  sent(hex: string, more: { device?: string | null; tags?: readonly string[]; problem?: string } = {}): void {
    this.recorder.frame({ direction: 'sent', device: 'PLC', bytes: Buffer.from(hex, 'hex'), ...more });
  }

  received(hex: string, more: { device?: string | null; tags?: readonly string[]; problem?: string } = {}): void {
    this.recorder.frame({ direction: 'received', device: 'PLC', bytes: Buffer.from(hex, 'hex'), ...more });
  }

  /** Names of the segment files, oldest first. */
  files(): readonly string[] {
    return readdirSync(this.folder).toSorted();
  }

  paths(): readonly string[] {
    return this.files().map(name => join(this.folder, name));
  }

  bytes(): number {
    return this.paths().reduce((sum, path) => sum + statSync(path).size, 0);
  }

  contents(): readonly Buffer[] {
    return this.paths().map(path => readFileSync(path));
  }

  page(query: Partial<FrameQuery> = {}): ReturnType<typeof readPage> {
    const source = { folder: this.folder, pending: () => this.recorder.pending() };
    return readPage(source, { onlyProblems: false, limit: 500, ...query });
  }

  /** Everything that is kept, oldest first, page by page. */
  async everything(query: Partial<FrameQuery> = {}): Promise<readonly FrameRecord[]> {
    const all: FrameRecord[] = [];
    let before: number | null | undefined;
    do {
      const { records, older } = await this.page({
        ...query,
        ...(before === undefined ? {} : { before: before ?? 0 }),
      });
      all.push(...records);
      before = older;
    } while (before !== null);
    return all.toReversed();
  }
}

export const marksOf = (records: readonly FrameRecord[]): readonly string[] =>
  records.flatMap(r => (r.kind === 'mark' ? [r.text] : []));

export const framesOf = (records: readonly FrameRecord[]) => records.filter(r => r.kind === 'frame');
