/** The alarms of a station over an archive in memory, a clock turned by hand, and tags given by name. */

import { CONTEXT_PAGE, type ContextSamples } from '../../../../main/alarms/station/context-keeper.ts';
import { type StationAlarmParts, StationAlarms } from '../../../../main/alarms/station/station-alarms.ts';
import { createLog } from '../../../../main/platform/log.ts';
import { GOOD, type Quality } from '../../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../../shared/model/tag.ts';
import { MemoryArchive } from '../../../kit/memory-archive.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { fixed } from '../conditions/condition-run.ts';
import type { RigAlarm } from './alarm-rig.ts';

export { CONTEXT_PAGE };

export interface StationRigOptions {
  readonly clock?: HandClock;
  readonly archive?: MemoryArchive;
  /** Of every alarm. */
  readonly related?: readonly string[];
  readonly onJudgement?: StationAlarmParts['onJudgement'];
  readonly absentTags?: StationAlarmParts['absentTags'];
}

const NOTHING: SampleBatch = {
  handles: new Uint32Array(),
  t: new Float64Array(),
  v: new Float64Array(),
  q: new Uint16Array(),
};

export class StationRig {
  readonly clock: HandClock;
  readonly archive: MemoryArchive;
  readonly alarms: StationAlarms;
  readonly lines: string[] = [];
  /** Counts that were told of rows given up. */
  readonly lost: number[] = [];
  /** What was read of history, as `tag from-to` relative to the start of the clock. */
  readonly reads: string[] = [];
  /** Thrown by whoever reads history next. */
  readFails = false;
  readonly #alarms: readonly RigAlarm[];
  readonly #tags: readonly string[];

  constructor(alarms: readonly RigAlarm[], options: StationRigOptions = {}) {
    const {
      clock = new HandClock(),
      archive = new MemoryArchive(clock.now()),
      related = [],
      onJudgement,
      absentTags,
    } = options;
    this.clock = clock;
    this.archive = archive;
    this.#alarms = alarms;
    this.#tags = [...new Set(alarms.flatMap(({ definition: { tag } }) => (tag === null ? [] : [tag])))];
    const origin = clock.now();
    this.alarms = new StationAlarms({
      alarms: alarms.map(({ definition, condition }) => ({
        definition,
        condition: condition(),
        setup: {
          definition,
          condition: { kind: 'level', tag: definition.tag ?? '', side: 'high', limit: fixed(10), deadband: 0.5 },
          delays: { onDelayMs: 1_000, offDelayMs: 2_000 },
        },
      })),
      archive,
      relations: { related: new Map(alarms.map(a => [a.definition.id, related])), periodMs: new Map() },
      handleOf: tag => (this.#tags.includes(tag) ? this.#tags.indexOf(tag) : undefined),
      environment: { tag: () => ({ v: Number.NaN, q: GOOD }), lost: () => false },
      ...(onJudgement === undefined ? {} : { onJudgement }),
      ...(absentTags === undefined ? {} : { absentTags }),
      read: (tag, { from, to }) => this.#read(`${tag} ${from - origin}-${to - origin}`),
      onRowsLost: count => void this.lost.push(count),
      clock,
      log: createLog('alarms', { level: 'debug', write: line => void this.lines.push(line) }),
    });
  }

  /** As the composition root does it; the timer is the test's. */
  start(devices: readonly string[] = [], known: SampleBatch = NOTHING): this {
    this.alarms.start(devices, known);
    return this;
  }

  restarted(): StationRig {
    const { clock, archive } = this;
    return new StationRig(this.#alarms, { clock, archive: new MemoryArchive(clock.now(), archive) });
  }

  batch(values: Readonly<Record<string, number>>, q: Quality = GOOD): SampleBatch {
    const names = Object.keys(values);
    return {
      handles: Uint32Array.from(names, name => this.#tags.indexOf(name)),
      t: new Float64Array(names.length).fill(this.clock.now()),
      v: Float64Array.from(names, name => values[name] ?? Number.NaN),
      q: new Uint16Array(names.length).fill(q),
    };
  }

  async set(values: Readonly<Record<string, number>>): Promise<void> {
    this.alarms.take(this.batch(values));
    await this.alarms.engine.settled();
  }

  /** A second at a time, as the slow part of the timer goes. */
  async pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      this.clock.advance(1_000);
      for (let tick = 0; tick < 10; tick++) this.alarms.advance();
      await this.alarms.engine.settled();
      await quiet();
    }
  }

  async #read(what: string): Promise<ContextSamples> {
    if (this.readFails) throw new Error('no history');
    this.reads.push(what);
    return { t: Float64Array.of(1), v: Float64Array.of(2), q: Uint16Array.of(GOOD) };
  }
}

/** Everything that waits for promises alone has gone on. */
export const quiet = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
