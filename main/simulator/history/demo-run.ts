/**
 * The demo station's past: the plant of the demo field run fast and scanned as acquisition would, through the same registers, the
 * same tag table and the same calculations as live values, so that stored and live samples cannot be told apart. Pure but for
 * the tag table's own timer, which is stopped: the same options give the same batches. Field tags and calculated tags with an
 * expression; tags that are not configured and the station's figures about itself (SYS.…) have no past.
 */
import { COMM_LOSS, DEVICE_FAULT, GOOD } from '../../../shared/model/quality.ts';
import type { Handle, SampleBatch } from '../../../shared/model/tag.ts';
import { Calculator } from '../../calc/calculator.ts';
import type { StationProject } from '../../project/types.ts';
import { TagTable } from '../../tags/tag-table.ts';
import { localTimeIn } from '../local-time.ts';
import { createPlant, type Plant } from '../plant/plant.ts';
import { DEMO_EVENTS, type DemoEvent, demoMoments } from './demo-events.ts';
import { EventStage } from './event-stage.ts';
import { type RegisterReading, registerReading } from './register-reading.ts';
import { type DemoBatch, SampleBlocks } from './sample-blocks.ts';
import { jitterMs, type ScanGroup, scanGroups } from './scan-groups.ts';
import { leadToSeam, startMonth } from './seam.ts';
import { Totals } from './totals.ts';

export interface DemoRunOptions {
  readonly project: StationProject;
  /** Epoch ms; the events and the seam are those of a month that ends at `to`. No sample is at `to` or later. */
  readonly from: number;
  readonly to: number;
  /** Whole seconds in ms. Tags are scanned at this or at their own period, whichever is longer. */
  readonly stepMs: number;
  readonly seed: number;
  /** Where totalisers end, by tag, in m³; others end at their `normal`, with which a new demo field begins. */
  readonly ends?: Readonly<Record<string, number>>;
  /** What happens; left out: the events of the demo's month. */
  readonly events?: readonly DemoEvent[];
}

/** Before the first sample, so that nothing starts in transients, s. */
const SETTLING_S = 600;
/** Steps of the plant, s: in calm that of a live field in a hurry, and that of an ordinary one while something happens. */
const CALM_STEP_S = 1;
const UNREST_STEP_S = 0.25;

interface Scan extends ScanGroup {
  readonly index: number;
  readonly readings: readonly RegisterReading[];
  /** Used for every reply. */
  readonly batch: SampleBatch;
}

const scanOf = (group: ScanGroup, index: number): Scan => ({
  ...group,
  index,
  readings: group.tags.map(registerReading),
  batch: {
    handles: group.handles,
    t: new Float64Array(group.tags.length),
    v: new Float64Array(group.tags.length),
    q: new Uint16Array(group.tags.length),
  },
});

export class DemoRun {
  readonly #options: DemoRunOptions;
  readonly #plant: Plant;
  readonly #stage: EventStage;
  readonly #scans: readonly Scan[];
  readonly #table: TagTable;
  readonly #calculator: Calculator;
  readonly #blocks: SampleBlocks;
  readonly #totals: Totals;
  readonly #analysed = new Map<Scan, number>();
  #now: number;
  #step = 0;

  /** @throws RangeError for a step that is not whole seconds */
  constructor(options: DemoRunOptions) {
    const { project, from, to, stepMs, seed, events = DEMO_EVENTS } = options;
    if (!(stepMs >= 1000 && stepMs % 1000 === 0)) throw new RangeError('the step must be whole seconds');
    this.#options = options;
    this.#now = from;
    const localTime = localTimeIn(project.timeZone);
    this.#plant = createPlant({
      seed,
      startAt: from - SETTLING_S * 1000,
      tags: project.tags.filter(tag => tag.device !== null),
      localTime,
      gasDayStartHour: Number.parseInt(project.gasDayStart, 10),
    });
    startMonth(this.#plant.model.state);
    this.#stage = new EventStage(this.#plant, demoMoments({ from, to, localTime, events }));
    this.#scans = scanGroups(project, stepMs).map(scanOf);
    this.#table = this.#createTable();
    this.#calculator = this.#createCalculator();
    this.#blocks = new SampleBlocks(this.#blockGroups());
    this.#totals = new Totals(project.tags, options.ends ?? {});
    this.#table.subscribe(batch => this.#blocks.add(batch));
    this.#run(SETTLING_S);
  }

  /** The plant, to compare it with that of a live field. */
  get plant(): Plant {
    return this.#plant;
  }

  /** Epoch ms up to which it has run. */
  get at(): number {
    return this.#options.from + this.#step * this.#options.stepMs;
  }

  get isDone(): boolean {
    return this.at >= this.#options.to;
  }

  /** One step of all scans. @returns batches that are complete by now, totalisers left out */
  advance(): readonly DemoBatch[] {
    if (this.#step > 0) this.#run(this.#options.stepMs / 1000);
    for (const scan of this.#scans) {
      if (this.#step % scan.everySteps === 0) this.#read(scan);
    }
    // Not before there is something to calculate with.
    if (this.#step === 0) this.#calculator.start();
    this.#step += 1;
    return this.#totals.keep(this.#blocks.take());
  }

  /** What is left at the end, the totalisers last. */
  *finish(): Generator<DemoBatch> {
    yield* this.#totals.keep(this.#blocks.takeAll());
    yield* this.#totals.moved();
  }

  #run(seconds: number): void {
    for (let s = 0; s < seconds; s += CALM_STEP_S) {
      const dtS = this.#stage.isUnrest() ? UNREST_STEP_S : CALM_STEP_S;
      for (let part = 0; part < CALM_STEP_S; part += dtS) this.#stepPlant(dtS);
    }
  }

  #stepPlant(dtS: number): void {
    this.#plant.step(dtS);
    leadToSeam(this.#plant.model.state, { to: this.#options.to, dtS });
    if (this.#stage.play()) this.#devicesChanged();
  }

  /**
   * What is lost is told at once, and in the same order as by acquisition: values first, then the device. Readings of the step
   * are stamped up to a second after the plant's time: never before what is told already, nor at the same time, of which only
   * one would be there after an interruption.
   */
  #devicesChanged(): void {
    this.#setClock(Math.max(this.#plant.timeMs, this.#now + 1));
    for (const { device, handles } of this.#scans) {
      if (this.#stage.silent.has(device)) this.#table.invalidate(handles, COMM_LOSS);
    }
    this.#calculator.devicesChanged();
  }

  #read(scan: Scan): void {
    if (this.#stage.silent.has(scan.device)) return;
    const { from, to, seed } = this.#options;
    // A late reply makes those behind it late as well.
    const t = Math.max(this.#now, this.at + scan.phaseMs + jitterMs(seed, scan.index, this.#step));
    if (t >= to) return;
    if (scan.rhythm === 'analysis') {
      const { analysedAt } = this.#plant;
      if (analysedAt < from || this.#analysed.get(scan) === analysedAt) return;
      this.#analysed.set(scan, analysedAt);
      this.#update(scan, analysedAt);
      return;
    }
    if (scan.rhythm === 'change' && !this.#hasChanged(scan)) return;
    this.#setClock(t);
    this.#update(scan, t);
  }

  #hasChanged({ tags, readings, handles }: Scan): boolean {
    return tags.some((tag, i) => readings[i]?.(this.#plant.read(tag.name)) !== this.#table.read(handles[i] ?? 0).v);
  }

  #update({ tags, readings, batch }: Scan, t: number): void {
    for (let i = 0; i < tags.length; i += 1) {
      const name = tags[i]?.name ?? '';
      const isNone = this.#stage.withoutValue.size > 0 && this.#stage.withoutValue.has(name);
      batch.t[i] = t;
      batch.v[i] = isNone ? Number.NaN : (readings[i]?.(this.#plant.read(name)) ?? Number.NaN);
      batch.q[i] = isNone ? DEVICE_FAULT : GOOD;
    }
    this.#table.update(batch);
  }

  /** Never earlier than it is. Values that hang are announced at this instant and not at the next reader's. */
  #setClock(t: number): void {
    this.#now = t;
    this.#table.expire();
  }

  #createTable(): TagTable {
    const { tags } = this.#options.project;
    const table = new TagTable(
      // A scan each 10 s is not late: nothing goes stale here but by an event.
      tags.map(({ low, high, scaling, isClamped, frozenAfterMs }) => ({
        low,
        high,
        scaling,
        isClamped,
        frozenAfterMs,
        staleAfterMs: Number.POSITIVE_INFINITY,
      })),
      { now: () => this.#now, monotonic: () => this.#now },
    );
    // Its sweep goes by the real clock.
    table.stop();
    return table;
  }

  #expressions(): readonly { tag: string; handle: Handle; expression: string }[] {
    const { calculations, tags } = this.#options.project;
    return calculations.flatMap(c => {
      const handle = tags.findIndex(({ name }) => name === c.tag);
      return c.kind === 'expression' && handle >= 0 ? [{ tag: c.tag, handle, expression: c.expression }] : [];
    });
  }

  #createCalculator(): Calculator {
    const handles = new Map(this.#options.project.tags.map(({ name }, handle) => [name, handle]));
    return new Calculator({
      formulas: this.#expressions(),
      table: this.#table,
      handleOf: name => handles.get(name),
      isLost: device => this.#stage.silent.has(device),
      clock: { now: () => this.#now, monotonic: () => this.#now },
    });
  }

  /** A calculated tag has times of its own. */
  #blockGroups() {
    const scanned = this.#scans.map(({ handles, tags }) => ({ handles, names: tags.map(({ name }) => name) }));
    const calculated = this.#expressions().map(({ tag, handle }) => ({
      handles: Uint32Array.of(handle),
      names: [tag],
    }));
    return [...scanned, ...calculated];
  }
}

/** Everything that a demo station has recorded from `from` to `to`, batch by batch; totalisers come last. */
export function* demoSamples(options: DemoRunOptions): Generator<DemoBatch> {
  const run = new DemoRun(options);
  while (!run.isDone) yield* run.advance();
  yield* run.finish();
}
