/**
 * Looks after the history (main thread): figures, the daily backup, checks on demand, warnings. Everything that reads files
 * happens in a thread of its own; here are only orders, answers, and when it is time.
 */

import type { HistoryStatus, HistoryWork } from '../../../shared/model/history.ts';
import type { BackupResult, CheckResult, VerifyResult } from '../../../shared/model/history-care.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { SettingsFile } from '../../platform/settings-file.ts';
import { StationError } from '../../platform/station-error.ts';
import type { Historian } from '../historian.ts';
import type { HistorySettings } from '../settings.ts';
import { isBackupDue } from './backup-time.ts';
import type { CareEvent } from './care-event.ts';
import { type CareState, careOfCli, careStateFile, newerCare } from './care-state.ts';
import type { DiskFacts, Place } from './disk-facts.ts';
import { warningDue } from './disk-forecast.ts';
import { type CareStatus, fullOf, statusOf } from './history-status.ts';
import { CareThreads } from './thread/care-threads.ts';

/** How often the hour of the backup and the free space are looked at, ms. */
const LOOK_EVERY_MS = 60_000;
/** Figures of the files are read anew when they are older, ms. */
const FACTS_KEPT_MS = 60_000;
/** Warnings of a full disk are of days: a look each quarter of an hour, ms. */
const FORECAST_EVERY_MS = 900_000;

export interface HistoryCareParts {
  readonly historian: Pick<Historian, 'folder' | 'monthFolder' | 'figures'>;
  readonly settings: HistorySettings;
  /** IANA name of the station's zone. */
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent: (event: CareEvent) => void;
}

export class HistoryCare {
  readonly #parts: HistoryCareParts;
  readonly #place: Place;
  readonly #threads = new CareThreads();
  readonly #file: SettingsFile<CareState>;
  readonly #timer: NodeJS.Timeout;
  #state: CareState;
  #facts: { readonly at: number; readonly facts: DiskFacts } | null = null;
  #reading: Promise<DiskFacts> | null = null;
  /** What runs one after the other: two backups at once would be in each other's way. */
  #queue: Promise<unknown> = Promise.resolve();
  #work: HistoryStatus['work'] = null;
  #backupTriedAt: number;
  #forecastAt = Number.NEGATIVE_INFINITY;

  constructor(parts: HistoryCareParts) {
    this.#parts = parts;
    const { folder, monthFolder } = parts.historian;
    this.#place = { folder, monthFolder };
    this.#file = careStateFile(folder, parts.log);
    this.#state = this.#file.read();
    this.#backupTriedAt = this.#state.lastBackup?.at ?? parts.clock.now();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Counts of this moment; figures of the files at most a minute old. */
  async historyStatus(): Promise<CareStatus> {
    const { historian, settings, clock, log } = this.#parts;
    // A disk in trouble is what people look here for: what is counted is told without it.
    const facts = await this.#freshFacts().catch((error: unknown) => {
      log.debug(
        () => `the figures of the history cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    });
    const { retentionDays } = settings;
    const [state, work] = [await this.#known(), this.#work];
    return statusOf({ figures: historian.figures, facts, state, retentionDays, now: clock.now(), work });
  }

  /**
   * Copies everything to `folder`, else to that of the settings. Rejects with `StationError` (`backup-place`, `no-backup-folder`,
   * `backup-unreadable`) or what the disk says.
   */
  backup(folder?: string): Promise<BackupResult> {
    return this.#inTurn('backup', () => this.#backup(this.#folderOf(folder)));
  }

  /** Restores the backup beside itself and compares; the folder is the one of the last backup when none is named. */
  verifyBackup(folder?: string): Promise<VerifyResult> {
    return this.#inTurn('verify', async () =>
      this.#verify(this.#folderOf(folder ?? (await this.#known()).lastBackup?.folder), null),
    );
  }

  /** Reads the newest files, or with `deep` every sample there is. */
  check({ deep }: { deep: boolean }): Promise<CheckResult> {
    return this.#inTurn(deep ? 'deep-check' : 'check', async () => {
      const result = await this.#threads.run<'check'>({ kind: 'check', place: this.#place, isDeep: deep });
      const { at, isDeep, problemCount } = result;
      this.#keep({ lastCheck: { at, isDeep, problems: problemCount } });
      if (problemCount > 0) this.#parts.onEvent({ kind: 'check-problems', result });
      return result;
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#threads.stop();
    await this.#file.saved();
  }

  #inTurn<T>(kind: HistoryWork, work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(async () => {
      this.#work = { kind, since: this.#parts.clock.now() };
      try {
        return await work();
      } finally {
        this.#work = null;
      }
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #backup(folder: string): Promise<BackupResult> {
    this.#backupTriedAt = this.#parts.clock.now();
    const result = await this.#threads.run<'backup'>({ kind: 'backup', place: this.#place, folder });
    this.#keep({ lastBackup: { at: result.at, folder, isVerified: false, saidAt: result.at } });
    return result;
  }

  async #verify(folder: string, only: readonly string[] | null): Promise<VerifyResult> {
    const result = await this.#threads.run<'verify'>({ kind: 'verify', folder, only });
    const { lastBackup } = await this.#known();
    if (lastBackup?.folder === folder) {
      this.#keep({ lastBackup: { ...lastBackup, isVerified: result.isGood, saidAt: result.at } });
    }
    if (!result.isGood) this.#parts.onEvent({ kind: 'backup-bad', folder, problems: result.problems });
    return result;
  }

  /** The daily one: what was copied is proven at once. */
  async #daily(folder: string): Promise<void> {
    try {
      const result = await this.#backup(folder);
      const { isGood } = await this.#verify(folder, result.copied);
      if (isGood) this.#parts.onEvent({ kind: 'backup-done', result });
    } catch (error) {
      const zh = error instanceof StationError ? error.zh.message : '备份线程意外结束';
      this.#parts.onEvent({ kind: 'backup-failed', folder, zh, en: error instanceof Error ? error.message : zh });
    }
  }

  #look(): void {
    const { settings, timeZone, clock } = this.#parts;
    const now = clock.now();
    const { backup } = settings;
    if (backup !== null && isBackupDue(zoneClock(timeZone), { hour: backup.hour, now, last: this.#backupTriedAt })) {
      this.#backupTriedAt = now;
      void this.#inTurn('backup', () => this.#daily(backup.folder));
    }
    if (clock.monotonic() - this.#forecastAt < FORECAST_EVERY_MS) return;
    this.#forecastAt = clock.monotonic();
    void this.#forecast();
  }

  async #forecast(): Promise<void> {
    const { settings, clock, log, onEvent } = this.#parts;
    try {
      const facts = await this.#freshFacts();
      const now = clock.now();
      const full = fullOf(facts, settings.retentionDays, now);
      const { due, told } = warningDue(this.#state.fullTold, full, now);
      if (told !== this.#state.fullTold) this.#keep({ fullTold: told });
      if (due !== null && full !== null) onEvent({ kind: 'disk-full-soon', fullAt: full, days: due });
    } catch (error) {
      log.warn(
        () => `the figures of the history cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async #freshFacts(): Promise<DiskFacts> {
    const { clock } = this.#parts;
    if (this.#facts !== null && clock.monotonic() - this.#facts.at < FACTS_KEPT_MS) return this.#facts.facts;
    this.#reading ??= this.#threads
      .run<'facts'>({ kind: 'facts', place: this.#place, now: clock.now() })
      .finally(() => (this.#reading = null));
    const facts = await this.#reading;
    this.#facts = { at: clock.monotonic(), facts };
    return facts;
  }

  #folderOf(folder: string | undefined): string {
    const chosen = folder ?? this.#parts.settings.backup?.folder;
    if (chosen === undefined) throw noFolder();
    return chosen;
  }

  /** With what the command line has done meanwhile. */
  async #known(): Promise<CareState> {
    return newerCare(this.#state, await careOfCli(this.#place.folder));
  }

  #keep(change: Partial<CareState>): void {
    this.#state = { ...this.#state, ...change };
    this.#file.save(this.#state);
  }
}

function noFolder(): StationError {
  return new StationError({
    code: 'no-backup-folder',
    message: 'No folder for backups is known.',
    hint: 'Name one, or set history.backup.folder in station.yaml.',
    retry: 'operator',
    zh: { message: '未指定备份文件夹。', hint: '请指定文件夹，或在 station.yaml 中设置 history.backup.folder。' },
  });
}
