/**
 * The alarms of a running station (main thread): engine, feed of the clients, contexts and the timer that lets time pass. Its
 * owner hands in live batches and device states; nothing else gets here, so what is imported or backfilled raises nothing. A mistake
 * in judging is told and costs that batch its alarms, never polling or history.
 */
import type { Environment } from '../../../shared/expr/evaluate.ts';
import type { Handle, SampleBatch } from '../../../shared/model/tag.ts';
import type { AlarmDescription, AlarmStreamItem } from '../../../shared/rpc/alarm-contract.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { StationAlarm } from '../definitions.ts';
import { AlarmEngine } from '../engine/alarm-engine.ts';
import type { AlarmArchive } from '../journal/alarm-archive.ts';
import { AlarmFeed } from './alarm-feed.ts';
import type { AlarmMemory } from './alarm-memory.ts';
import { ConsoleSounds } from './console-sounds.ts';
import { ContextKeeper, type ContextParts } from './context-keeper.ts';
import { describeAlarm } from './describe-alarms.ts';
import { type JudgementNews, JudgementWatch } from './judgement-watch.ts';
import { LostRows } from './lost-rows.ts';
import type { Relations } from './related-tags.ts';

/** Delays end at most so late, ms. A tenth of the shortest delay that anybody sets. */
const ADVANCE_MS = 100;
/** What changes by itself for people: flood, chatter, contexts. */
const SLOW_ADVANCES = 10;
/** One line of the log for so many failures in a row of the same kind. */
const FAILURES_A_LINE = 1_000;

export interface StationAlarmParts {
  readonly alarms: readonly StationAlarm[];
  readonly archive: AlarmArchive;
  readonly relations: Relations;
  readonly handleOf: (tag: string) => Handle | undefined;
  readonly environment: Environment;
  readonly read: ContextParts['read'];
  /** So many more rows were given up: the journal took none for too long. */
  readonly onRowsLost: (count: number) => void;
  /** What limits and commands were; left out: nothing is kept over a restart. */
  readonly memory?: AlarmMemory;
  /** Told when alarms cannot be judged any more, or can be again. */
  readonly onJudgement?: (news: JudgementNews) => void;
  /** Tags that the project names and does not fill yet. */
  readonly absentTags?: ReadonlySet<string>;
  readonly clock: Clock;
  readonly log: Log;
}

export class StationAlarms {
  readonly archive: AlarmArchive;
  readonly engine: AlarmEngine;
  readonly feed: AlarmFeed;
  readonly contexts: ContextKeeper;
  /** What open consoles say of their sound devices. */
  readonly sounds: ConsoleSounds;
  readonly #parts: StationAlarmParts;
  readonly #lostRows: LostRows;
  readonly #judgement: JudgementWatch;
  readonly #lost = new Map<string, boolean>();
  readonly #disabled = new Map<string, boolean>();
  #timer: NodeJS.Timeout | undefined;
  #advances = 0;
  #failures = 0;
  #isStopped = false;

  constructor(parts: StationAlarmParts) {
    const { alarms, archive, handleOf, environment, clock, log, read, relations, onRowsLost } = parts;
    this.#parts = parts;
    this.#lostRows = new LostRows(clock, onRowsLost);
    this.archive = archive;
    parts.memory?.recall();
    const { snapshot } = archive;
    this.engine = new AlarmEngine({ alarms, journal: archive, snapshot, clock, handleOf, environment });
    const { board } = this.engine;
    this.feed = new AlarmFeed({ board, clock, journalStatus: () => this.engine.journalStatus });
    this.#judgement = new JudgementWatch(alarms, board, parts.absentTags);
    const tags = new Map(alarms.map(({ definition: { id, tag } }) => [id, tag]));
    const tagsOf = (id: string): readonly string[] => {
      const own = tags.get(id) ?? null;
      return [...(own === null ? [] : [own]), ...(relations.related.get(id) ?? [])];
    };
    this.contexts = new ContextKeeper({ archive, read, tagsOf, clock, log });
    board.subscribe((rows, isDurable) => this.contexts.take(rows, isDurable));
    this.sounds = new ConsoleSounds(silent => this.#guarded(() => this.engine.consolesChanged(silent)));
  }

  /** Before the first live batch. `devices` are all that there are: none has answered yet. `known` is what no device will send again. */
  start(devices: readonly string[], known: SampleBatch): void {
    this.#guarded(() => this.engine.start());
    for (const device of devices) this.deviceChanged(device, true);
    this.sounds.begin();
    this.take(known);
    this.#timer = setInterval(() => this.advance(), ADVANCE_MS);
    this.#timer.unref();
  }

  /** A listener of the tag table: after calculations, before history. */
  take(batch: SampleBatch): void {
    this.#guarded(() => this.engine.take(batch));
  }

  /** After its values have been invalidated. To say the same twice is nothing new. */
  deviceChanged(device: string, isLost: boolean): void {
    if (this.#lost.get(device) === isLost) return;
    this.#lost.set(device, isLost);
    this.#guarded(() => this.engine.deviceChanged(device, isLost));
  }

  /** Out of operation by the order of a person, or put back. Before `deviceChanged`. */
  deviceDisabled(device: string, isDisabled: boolean): void {
    if (this.#disabled.get(device) === isDisabled) return;
    this.#disabled.set(device, isDisabled);
    this.#guarded(() => this.engine.deviceDisabled(device, isDisabled));
  }

  /** What the timer does. */
  advance(): void {
    this.#guarded(() => this.engine.advance());
    if (++this.#advances % SLOW_ADVANCES !== 0) return;
    this.#watchJudgement();
    this.#parts.memory?.advance();
    this.feed.advance();
    this.#lostRows.advance(this.engine.journalStatus.lost);
    this.contexts.advance();
  }

  /** In the order of the project. */
  get all(): readonly StationAlarm[] {
    return this.#parts.alarms;
  }

  /** In the order of the project, limits as they are now. */
  describe(): readonly AlarmDescription[] {
    const { alarms, relations } = this.#parts;
    return alarms.map(alarm => describeAlarm(alarm, relations.related.get(alarm.definition.id) ?? []));
  }

  /** Alarms as they are now: those of `ids`, or all. Counts and sound of some areas; null = every area. */
  item(areas: ReadonlySet<string> | null, ids: ReadonlySet<string> | null): AlarmStreamItem {
    const now = this.#parts.clock.now();
    const { board } = this.engine;
    return {
      snapshot: ids === null,
      statuses: ids === null ? board.statuses(now) : [...ids].flatMap(id => board.status(id, now) ?? []),
      counts: board.counts(areas),
      sound: board.sound(areas),
      sequence: board.sequence,
      isDurable: this.feed.isDurable,
      lostRows: this.engine.journalStatus.lost,
    };
  }

  /** What sounds now is silent for everybody; acknowledges nothing. */
  silence(areas: ReadonlySet<string> | null, heard?: number): void {
    this.engine.board.silence(areas, heard);
    this.feed.silenced();
  }

  /** Waits for the journal and offers it once more what it has not taken; what comes after it is not judged. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.contexts.stop();
    await this.engine.stop();
    const { waiting, lost } = this.engine.journalStatus;
    this.#lostRows.end(lost);
    if (waiting > 0) this.#parts.log.error(() => `the journal has not taken ${waiting} rows of alarms before the end`);
    await this.#parts.memory?.stop();
  }

  #watchJudgement(): void {
    const { clock, onJudgement } = this.#parts;
    const news = this.#judgement.advance({ wall: clock.now(), monotonic: clock.monotonic() });
    if (news === null) return;
    this.feed.judgementChanged([...news.blind, ...news.judged]);
    onJudgement?.(news);
  }

  #guarded(judge: () => void): void {
    if (this.#isStopped) return;
    try {
      judge();
    } catch (error) {
      if (this.#failures++ % FAILURES_A_LINE !== 0) return;
      this.#parts.log.error(() => `judging failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}
