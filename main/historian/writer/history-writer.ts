/**
 * The one writer of the history (writer thread): recovers, records, seals, imports, and keeps going when the disk does not. A disk
 * that takes nothing is tried again every second; meanwhile what comes in waits, in order. A mistake of the program ends the
 * thread, and the main thread starts another.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freeBytes } from '../../platform/free-bytes.ts';
import { damagedNewest } from '../care/quick-look.ts';
import { Upkeep } from '../care/upkeep.ts';
import type { DiskTrouble, FromWriter, ToWriter, WriterData } from '../messages.ts';
import { isKeptAside, type ListedMonth } from '../store/month-list.ts';
import { keepLogShort } from '../store/station-db.ts';
import { ChunkStore } from './chunk-store.ts';
import { troubleOf } from './disk-trouble.ts';
import { fileMarks, mendMonths } from './file-marks.ts';
import { serveImport } from './importing.ts';
import { Newest } from './newest.ts';
import { aliveBefore, openReport, storedPosts } from './open-report.ts';
import { Recorder } from './recorder.ts';
import { readNewest, replay, SEALED_KEY } from './recovery.ts';
import { Reserve } from './reserve.ts';
import { Sealing } from './sealing.ts';
import { suspect } from './start-check.ts';
import { TagBook } from './tag-book.ts';
import { Tail } from './tail.ts';
import { serveReader } from './tail-desk.ts';
import { openStationState, type StationState, setAside } from './writer-state.ts';

/** How often a disk in trouble is tried again, and the clock of sealing looked at, ms. */
const TICK_MS = 1_000;
/** The reserve is made in pieces, one a while, ms: nobody waits for it. */
const RESERVE_PIECE_MS = 100;
/** Space that must be free beyond the reserve before samples go on after a full disk. */
const MARGIN_BYTES = 4 * 1024 * 1024;
/** With less free space the disk counts as full. */
const FLOOR_BYTES = 1024 * 1024;

export class HistoryWriter {
  readonly #data: WriterData;
  readonly #send: (message: FromWriter) => void;
  readonly #tail = new Tail();
  readonly #newest = new Newest();
  readonly #store: ChunkStore;
  readonly #reserve: Reserve;
  readonly #tags: TagBook;
  readonly #recorder: Recorder;
  readonly #sealing: Sealing;
  readonly #upkeep: Upkeep;
  #state: StationState;
  #trouble: DiskTrouble | null = null;
  /** The reserve had to make room at the start: samples wait until it could be made again, as after any full disk. */
  #isReserveSpent = false;
  #isAwake = false;
  #isStopping = false;
  #isStopped = false;
  /** It is known on the disk that this run has begun. */
  #isBegun = false;
  readonly #timers: NodeJS.Timeout[] = [];

  /** Opens, recovers, and tells what it found. Throws what the disk throws, and `StationError` `newer-format`. */
  constructor(data: WriterData, send: (message: FromWriter) => void) {
    this.#data = data;
    this.#send = send;
    mkdirSync(data.monthFolder, { recursive: true });
    const aside: string[] = [];
    this.#reserve = new Reserve(join(data.folder, 'reserve'), data.reserveBytes);
    this.#state = this.#openState(aside);
    this.#tags = new TagBook(this.#state.tags, data.tags);
    this.#store = new ChunkStore(data.monthFolder);
    const state = (): StationState => this.#state;
    const { tail, newest } = { tail: this.#tail, newest: this.#newest };
    this.#recorder = new Recorder({ state, tail, newest, idOf: this.#tags.idOf, send }, aliveBefore(this.#state));
    this.#sealing = new Sealing({
      state,
      tail,
      newest,
      store: this.#store,
      tagOf: id => this.#tags.of(id),
      aliveAt: () => this.#recorder.aliveAt,
      lastPost: () => this.#recorder.lastPost,
      send,
    });
    this.#upkeep = new Upkeep({
      ...{ store: this.#store, tail, newest, send },
      retentionDays: data.retentionDays,
      tags: () => this.#tags,
      meta: () => this.#state.meta,
      months: () => this.#state.months,
      wake: () => this.#wake(),
    });
    this.#open(aside);
    if (this.#isReserveSpent) this.#meet(fullDisk());
    this.#upkeep.start();
    this.#timers.push(setInterval(() => this.#tick(), TICK_MS));
    this.#timers.push(setInterval(() => this.#growReserve(), RESERVE_PIECE_MS));
  }

  receive(message: ToWriter): void {
    switch (message.kind) {
      case 'samples':
        this.#recorder.take(message);
        break;
      case 'events':
        this.#recorder.takeEvents(message);
        break;
      case 'alarms':
        this.#recorder.takeAlarms(message);
        break;
      case 'seal':
        this.#sealing.order(message.id);
        break;
      case 'reader':
        return serveReader(message.port, {
          tail: this.#tail,
          idOfName: name => this.#tags.idOfName(name),
          isRecorded: name => this.#tags.isRecorded(name),
          interpolationOf: name => this.#tags.ofName(name)?.chunk.interpolation ?? null,
          aliveAt: () => this.#recorder.aliveAt,
        });
      case 'import':
        return serveImport(message.port, message.origin, {
          store: this.#store,
          state: () => this.#state,
          tagOfName: name => this.#tags.ofName(name),
          isInTrouble: () => this.#trouble !== null,
          onTrouble: error => this.#meet(error),
        });
      case 'stop':
        this.#isStopping = true;
        break;
    }
    this.#wake();
  }

  /** On a disk so full that nothing can be opened the reserve is what makes room. */
  #openState(aside: string[]): StationState {
    const { folder, monthFolder, tags } = this.#data;
    const open = (): StationState =>
      openStationState({
        folder,
        monthFolder,
        tags: tags.map(t => ({ name: t.name, class: t.signalClass, interpolation: t.interpolation })),
        onSetAside: file => aside.push(file),
      });
    if (this.#isNearlyFull) this.#spendReserve();
    try {
      return open();
    } catch (error) {
      const trouble = troubleOf(error);
      if (this.#reserve.bytes === 0 || (trouble !== 'disk-full' && trouble !== 'io-error')) throw error;
      this.#spendReserve();
      return open();
    }
  }

  #spendReserve(): void {
    this.#isReserveSpent = this.#reserve.bytes > 0;
    this.#reserve.release();
  }

  /** So little room that files may not even be opened: one that is read needs a little beside it as well. */
  get #isNearlyFull(): boolean {
    return freeBytes(this.#data.folder) < FLOOR_BYTES;
  }

  /** Room for the whole reserve and for some work beside it. */
  get #hasRoom(): boolean {
    return freeBytes(this.#data.folder) >= this.#data.reserveBytes - this.#reserve.bytes + MARGIN_BYTES;
  }

  #open(setAsideFiles: string[]): void {
    const { meta, journal, db } = this.#state;
    const isFirst = meta.number('alive') === null && journal.lastSeq === 0;
    // The main thread has read them by itself, unless the file had to be mended first.
    const newest = readNewest(db, journal, new Set(this.#tags.idOf.filter(id => id > 0)));
    this.#send({ kind: 'last-values', values: this.#tags.named(newest.all()) });
    // Also of tags whose samples are all sealed: they need a gap as well, and the next seal saves what is known here.
    this.#newest.merge(newest);
    const damage = { rows: 0, samples: 0 };
    const isKnown = (tag: number): boolean => this.#tags.has(tag);
    mendMonths(this.#data.monthFolder, file => setAsideFiles.push(file));
    // Before anything relies on them.
    for (const file of damagedNewest(this.#data.monthFolder)) setAsideFiles.push(setAside(file));
    const marks = fileMarks(this.#data.monthFolder, file => setAsideFiles.push(file));
    const sealedThrough = meta.number(SEALED_KEY) ?? 0;
    const replayed = replay(
      { journal, sealedThrough, marks, damage, isKnown },
      { tail: this.#tail, newest: this.#newest },
    );
    const posts = storedPosts(this.#state, this.#data.runFrom);
    this.#recorder.lastPost = posts.last;
    const report = openReport(this.#state, {
      isFirst,
      replayed,
      damage,
      posts,
      setAside: setAsideFiles,
      missing: this.#missing(),
      lastCommitAt: this.#recorder.aliveAt,
    });
    const isNewRun = this.#data.runFrom === null;
    if (isNewRun) this.#send({ kind: 'alarms-found', alarms: this.#state.alarmsFound });
    if (isNewRun && !isFirst) {
      this.#recorder.gap(this.#recorder.aliveAt);
      this.#try(() => this.#recorder.commit());
    }
    this.#try(() => this.#begin());
    this.#send({ kind: 'opened', report });
  }

  /** Told once a run, not again by each thread of it. */
  #missing(): readonly ListedMonth[] {
    const { monthFolder, runFrom } = this.#data;
    if (runFrom !== null) return [];
    return this.#state.months.missingFrom(monthFolder).filter(({ month }) => !isKeptAside(monthFolder, month));
  }

  #wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    setImmediate(() => {
      this.#isAwake = false;
      this.#turn();
    });
  }

  /** One piece of work, what is most urgent; messages come in between. */
  #turn(): void {
    if (this.#trouble !== null) {
      if (this.#isStopping) this.#stopInTrouble();
      else if (this.#recorder.hasAlarms) this.#tryUrgent(this.#trouble);
      return;
    }
    if (this.#isStopping && !this.#recorder.hasWork) return this.#stop();
    if (this.#canRecord) this.#try(() => this.#record());
    else if (this.#sealing.hasWork) this.#seal();
    else if (this.#state.alarms.hasWork) this.#try(() => this.#state.alarms.packSome());
    else this.#try(() => this.#upkeep.step());
    const hasWork = this.#canRecord || this.#sealing.hasWork || this.#state.alarms.hasWork || this.#upkeep.hasWork;
    if (this.#isStopping || hasWork) this.#wake();
  }

  /**
   * Month files that take nothing for long: samples wait in the main thread, where they are counted and bounded, while sealing goes
   * on being tried. Events and alarms are never held up by that.
   */
  get #canRecord(): boolean {
    if (this.#sealing.isOverfull && !this.#isStopping) return this.#recorder.hasUrgent;
    return this.#recorder.hasWork;
  }

  #record(): void {
    this.#begin();
    if (this.#sealing.isOverfull && !this.#isStopping) this.#recorder.commitUrgent();
    else this.#recorder.commit();
  }

  /** From its first commit on a run has not ended in order. */
  #begin(): void {
    if (this.#isBegun) return;
    this.#state.meta.set('clean', 0);
    this.#isBegun = true;
  }

  /** Month files that cannot be written hold up nothing else: the journal goes on, and they are tried again later. */
  #seal(): void {
    const before = this.#sealing.trouble;
    try {
      this.#sealing.step();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === null) throw error;
      if (trouble === 'damaged') return this.#replaceDamaged(error);
      this.#sealing.pause(error);
      if (before === null) this.#tellTrouble(trouble, error);
    }
  }

  #tick(): void {
    this.#try(() => this.#watchRoom());
    if (this.#trouble === null) {
      if (this.#sealing.hasWork || this.#canRecord) this.#wake();
      return;
    }
    this.#try(() => {
      if (this.#trouble === 'disk-full') {
        this.#recorder.commitUrgent();
        if (!this.#hasRoom) return;
      }
      this.#record();
      this.#recovered();
    });
  }

  /** A disk is full before the last byte: samples stop while there is room for everything else. */
  #watchRoom(): void {
    if (this.#trouble !== null || this.#hasRoom || !this.#isNearlyFull) return;
    this.#meet(fullDisk());
  }

  #recovered(): void {
    this.#trouble = null;
    keepLogShort(this.#state.db, false);
    const left = this.#sealing.trouble;
    if (left === null) this.#send({ kind: 'trouble', trouble: null, detail: '' });
    else this.#tellTrouble(troubleOf(left) ?? 'io-error', left);
    this.#wake();
  }

  #growReserve(): void {
    // It never takes the last room of a disk from what it is there for.
    if (this.#trouble !== null || this.#reserve.isWhole || !this.#hasRoom) return;
    this.#try(() => this.#reserve.grow());
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#meet(error);
    }
  }

  /** Trouble of the disk is lived with; anything else is a mistake of the program and ends the thread. */
  #meet(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble === null) throw error;
    if (trouble === 'damaged') return this.#replaceDamaged(error);
    if (trouble === 'disk-full') {
      this.#reserve.release();
      keepLogShort(this.#state.db, true);
    }
    if (this.#trouble !== trouble) this.#tellTrouble(trouble, error);
    this.#trouble = trouble;
    this.#tryUrgent(trouble);
  }

  #tellTrouble(trouble: DiskTrouble, error: unknown): void {
    this.#send({ kind: 'trouble', trouble, detail: error instanceof Error ? error.message : String(error) });
  }

  /** On a full disk the reserve was given up for them. Alarms are answered either way: people are told of them at once. */
  #tryUrgent(trouble: DiskTrouble): void {
    try {
      this.#recorder.commitUrgent();
    } catch (error) {
      if (troubleOf(error) === null) throw error;
    }
    this.#recorder.refuseAlarms(trouble);
  }

  /** A file turned out damaged in use. A month is kept aside and goes on in a new file; for `station.db` the thread ends. */
  #replaceDamaged(error: unknown): void {
    const damaged = this.#store.damagedBy(error);
    if (damaged !== null) {
      this.#store.abandon(damaged.month);
      const file = setAside(damaged.file);
      this.#send({ kind: 'set-aside', file, lostSamples: null });
      this.#upkeep.salvage(file);
      return;
    }
    // The next thread salvages it at its start, where ids and numbers are put in order as well.
    this.#state.db.close();
    suspect(this.#state.db.name);
    throw error;
  }

  /** The last chance for what waits; what the disk does not take now is told as lost by the main thread. */
  #stopInTrouble(): void {
    this.#trouble = null;
    this.#try(() => {
      while (this.#recorder.hasWork) this.#recorder.commit();
    });
    this.#stop();
  }

  #stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#upkeep.stop();
    this.#recorder.refuseAlarms(this.#trouble ?? 'the end');
    if (this.#trouble === null) {
      const { meta, months } = this.#state;
      this.#try(() => {
        this.#sealing.saveNewest();
        meta.set('alive', this.#recorder.aliveAt);
        meta.set('alive_seq', this.#state.sequence.last);
        meta.set('clean', 1);
        months.note(this.#store.changed);
      });
    }
    this.#store.close();
    this.#state.db.close();
    this.#send({ kind: 'stopped' });
  }
}

const fullDisk = (): Error => Object.assign(new Error('no space is left on the disk'), { code: 'ENOSPC' });
