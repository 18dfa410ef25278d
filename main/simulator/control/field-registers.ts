/**
 * The registers of all devices and how they follow the plant: refreshed together, forced values laid over, every change noted in
 * the truth log. The only place that turns plant values into what a client reads.
 */
import type { ProjectDevice, ProjectTag, StationProject } from '../../project/types.ts';
import type { Plant } from '../plant/plant.ts';
import { RegisterImage } from '../servers/register-image.ts';
import type { BusSlave } from '../servers/rtu-servers.ts';
import type { TruthLog } from './truth-log.ts';

export class FieldRegisters {
  /** Modbus slaves by device id. */
  readonly slaves: ReadonlyMap<string, BusSlave>;
  /** Tags served by OPC UA, by device id. */
  readonly opcuaTags: ReadonlyMap<string, readonly ProjectTag[]>;
  readonly #plant: Plant;
  readonly #truth: TruthLog;
  readonly #tags: readonly ProjectTag[];
  readonly #forced = new Map<string, number>();
  readonly #served = new Map<string, number>();

  constructor(project: StationProject, plant: Plant, truth: TruthLog) {
    this.#plant = plant;
    this.#truth = truth;
    this.#tags = project.tags.filter(tag => tag.device !== null && tag.address !== null);
    const slaves = new Map<string, BusSlave>();
    const opcua = new Map<string, readonly ProjectTag[]>();
    for (const channel of project.channels) {
      for (const device of channel.devices) {
        const tags = this.#tags.filter(tag => tag.device === device.id);
        if (channel.protocol === 'opcua') opcua.set(device.id, tags);
        else slaves.set(device.id, this.#slave(device, tags));
      }
    }
    this.slaves = slaves;
    this.opcuaTags = opcua;
  }

  get forced(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#forced);
  }

  #slave(device: ProjectDevice, tags: readonly ProjectTag[]): BusSlave {
    const image = new RegisterImage(tags);
    return {
      device: device.id,
      unit: device.unit,
      image,
      write: (tag, value) => this.write(tag, value),
    };
  }

  /** What a client, or somebody at the local panel, writes. False when the point takes no such value. */
  write(tag: string, value: number): boolean {
    const accepted = this.#plant.write(tag, value);
    // Read back at once, as a client does that verifies its write.
    if (accepted) this.refreshTag(tag);
    return accepted;
  }

  /** Value that a client reads now. */
  current(tag: string): number {
    return this.#forced.get(tag) ?? this.#plant.read(tag);
  }

  has(tag: string): boolean {
    return this.#tags.some(t => t.name === tag);
  }

  refreshTag(name: string): void {
    this.#refresh(this.#tags.filter(t => t.name === name));
  }

  /** Brings the Modbus registers up to date. */
  refresh(): void {
    this.#refresh(this.#tags);
  }

  #refresh(tags: readonly ProjectTag[]): void {
    const now = Date.now();
    const points = tags.flatMap(tag => {
      const image = tag.device === null ? undefined : this.slaves.get(tag.device)?.image;
      // A text stands in its registers from the beginning; the plant knows numbers only.
      const isText = tag.address?.kind === 'modbus' && tag.address.type === 'string';
      return image === undefined || isText ? [] : [{ name: tag.name, image }];
    });
    for (const { name, image } of points) image.set(name, this.current(name));
    // Only when all are in: a word and its bits may be tags of their own.
    for (const { name, image } of points) this.served(name, image.get(name), now);
  }

  /** Notes what is served from `time` on. */
  served(tag: string, value: number, time: number): void {
    if (Object.is(this.#served.get(tag), value)) return;
    this.#served.set(tag, value);
    this.#truth.add({ tag, value, time });
  }

  /** Lays a value over what the plant says. @returns epoch ms at which the register changed */
  force(tag: string, value: number): number {
    this.#forced.set(tag, value);
    this.refreshTag(tag);
    return Date.now();
  }

  /** @param tag undefined = all */
  release(tag?: string): number {
    const tags = tag === undefined ? [...this.#forced.keys()] : [tag];
    const released = tags.filter(name => this.#forced.delete(name));
    for (const name of released) this.refreshTag(name);
    return released.length;
  }
}
