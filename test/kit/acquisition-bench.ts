/**
 * The whole of acquisition (channels under their supervisors, scheduler, leases, the station's own tags) with the real tag table,
 * without the rest of a station. A test may spoil the sink and the recorder's tap of a channel.
 */
import { Acquisition } from '../../main/acquisition/acquisition.ts';
import type { DeviceChange, FrameTap, SampleSink } from '../../main/acquisition/channel.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import { systemTagsOf } from '../../main/tags/system-tags.ts';
import { TagTable } from '../../main/tags/tag-table.ts';
import type { DeviceStatus } from '../../shared/model/device.ts';
import { isGood, qualityClass, qualityReason } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';
import { channelOf, type RigOptions, tagOf } from './modbus-rig.ts';

export type SpoiltSink = (sink: SampleSink) => SampleSink;
export type TapOf = (channel: string) => FrameTap;

export interface AcquisitionBenchOptions {
  readonly channels: readonly RigOptions[];
  readonly dataDirectory: string;
  readonly spoiltSink?: SpoiltSink;
  readonly tapOf?: TapOf;
}

const NO_TAP: FrameTap = { isOn: () => false, frame: () => undefined, mark: () => undefined, peer: () => undefined };

export class AcquisitionBench {
  readonly changes: (DeviceChange & { readonly at: number })[] = [];
  /** What the log said, warnings and worse. */
  readonly lines: string[] = [];
  readonly table: TagTable;
  readonly acquisition: Acquisition;
  readonly #handles = new Map<string, Handle>();

  constructor({ channels, dataDirectory, spoiltSink = sink => sink, tapOf = () => NO_TAP }: AcquisitionBenchOptions) {
    const rigTags = channels.flatMap(channel => channel.tags);
    const bound = rigTags.map((tag, handle) => ({ handle, tag: tagOf(tag, handle) }));
    const projectChannels = channels.map(channelOf);
    const systemTags = systemTagsOf({ channels: projectChannels, tags: bound.map(b => b.tag) }).map((tag, i) => ({
      handle: bound.length + i,
      tag,
    }));
    for (const { handle, tag } of systemTags) this.#handles.set(tag.name, handle);
    const points = [...bound.map(() => 1_500), ...systemTags.map(() => 3_000)];
    this.table = new TagTable(
      points.map(staleAfterMs => ({ low: null, high: null, staleAfterMs })),
      systemClock,
    );
    this.acquisition = new Acquisition({
      channels: projectChannels,
      tags: bound,
      systemTags,
      sink: spoiltSink(this.table),
      clock: systemClock,
      log: createLog('test', { level: 'warn', write: line => void this.lines.push(line) }),
      onChange: change => void this.changes.push({ ...change, at: performance.now() }),
      secret: () => null,
      dataDirectory,
      folderOf: () => dataDirectory,
      tapOf,
    });
  }

  start(): this {
    this.acquisition.start();
    return this;
  }

  /** `good`, or `bad/reason`. */
  quality(handle: Handle): string {
    const { q } = this.table.read(handle);
    return isGood(q) ? 'good' : `${qualityClass(q)}/${qualityReason(q)}`;
  }

  /** Value of one of the station's own tags; NaN while it is not known. */
  system(name: string): number {
    const handle = this.#handles.get(name);
    if (handle === undefined) throw new Error(`no tag ${name}`);
    return this.table.read(handle).v;
  }

  device(id: string): DeviceStatus {
    const found = this.acquisition.status().find(d => d.device === id);
    if (found === undefined) throw new Error(`no device ${id}`);
    return found;
  }

  /** What was told of a device, as `state/cause`. */
  told(device: string): readonly string[] {
    return this.changes.filter(c => c.device === device).map(c => `${c.state}/${c.cause}`);
  }

  async stop(): Promise<void> {
    await this.acquisition.stop();
    this.table.stop();
  }
}
