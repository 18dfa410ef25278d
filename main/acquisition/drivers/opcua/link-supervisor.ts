/**
 * The connection of one OPC UA channel, main thread side: state machine, retries, watchdog. The client itself lives in a worker
 * thread (worker.ts), one per channel, so that neither its start (0.4 s of CPU) nor a fault of the library can touch polling.
 * It believes only what it hears: the link lives while every group publishes and pings are answered, and every loss is noticed
 * here by a monotonic clock, whatever the library thinks of its connection.
 * Reconnecting is done here alone, by a new client each time (reasons in client-session.ts), first quickly, then ever less often (backoff.ts).
 */
import type { DeviceCause } from '../../../../shared/model/device.ts';
import type { OpcuaChannel } from '../../../project/types.ts';
import { backoffMs, mostWaitMs } from '../../backoff.ts';
import type { ChannelContext } from '../../channel.ts';
import { MendingDesk, needsPerson } from './mending.ts';
import {
  type ConnectOrder,
  type GrantedGroup,
  type LoginOrder,
  setupLimitMs,
  type WorkerOrder,
  type WorkerReport,
} from './messages.ts';
import { WorkerHost } from './worker-host.ts';

const TICK_MS = 250;
/** A tick that comes this much too late means that this thread was busy; the server is not to blame for it. */
const LATE_TICK_MS = 500;
/** The worker reads the server's state at most and at least this often, ms; in between as often as a request may take. */
const SLOWEST_PING_MS = 1_500;
const FASTEST_PING_MS = 500;
/** Missed keep-alives after which a subscription counts as dead … */
const MISSED_KEEP_ALIVES = 3;
/** … but never earlier than this, ms: a fast group must not end the session over a moment's hiccup. */
const LEAST_SILENCE_MS = 1_500;
/** Most losses are a switch or a service restarting: the first retry is quick, but leaves the old socket time to go; ms. */
const QUICK_RETRY_MS = 250;
/** What a person must mend is tried again after this, ms: servers lock accounts … */
const MENDING_MS = 30_000;
/** … or when a person has changed something, which is looked at this often, ms. */
const LOOK_MS = 1_000;
/** Loading the library on a slow, busy computer, ms. */
const WORKER_START_MS = 30_000;
/** Beyond the worker's own limit: making the first key pair. */
const SETUP_MARGIN_MS = 15_000;
/** The worker drops a dead client within this, ms, or it hangs itself and is ended. */
const CLOSE_LIMIT_MS = 2_000;
/** Online this long, ms, and the next loss is a new one with a quick first retry. */
const STABLE_MS = 3_000;
/** A server that lets us in and drops us at once is tried again after at most 2 s, as it proved to be there. */
const RETRY_AFTER_ONLINE = 2;

type Phase = 'stopped' | 'parked' | 'waiting' | 'starting' | 'connecting' | 'online' | 'closing';
type OnlineReport = Extract<WorkerReport, { kind: 'online' }>;

/** A report of the session that lives. */
export type SessionReport = Exclude<WorkerReport, { kind: 'ready' | 'closed' | 'failed' }>;

export interface LinkOptions {
  readonly config: OpcuaChannel;
  readonly context: ChannelContext;
  readonly bounds: { readonly nodes: number; readonly groups: number };
  readonly makeOrder: (attempt: number, login: LoginOrder, pingMs: number) => ConnectOrder;
  readonly onReport: (report: SessionReport) => void;
  /** There is no connection, for this reason; told at each attempt that fails. */
  readonly onLost: (cause: DeviceCause, detail: string) => void;
  /** Nobody answers any more what was asked of the worker. */
  readonly onWorkerGone: () => void;
  /** Called in a steady beat while the channel runs. */
  readonly onTick: () => void;
}

export class LinkSupervisor {
  readonly #options: LinkOptions;
  readonly #desk: MendingDesk;
  readonly #pingMs: number;
  #phase: Phase = 'stopped';
  #host: WorkerHost | null = null;
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  /** Why the last client ended. */
  #cause: DeviceCause = 'none';
  #retry = 0;
  /** Monotonic ms at which the phase has to do something: retry, give up, end the worker. */
  #dueAt = 0;
  #tickedAt = 0;
  #onlineAt = 0;
  #heardAt = 0;
  /** By group: when it published last, and how long it may be silent. */
  #publishedAt: number[] = [];
  #silenceMs: number[] = [];
  /** How things were when a person's turn came; null while we can heal it ourselves. */
  #signature: string | null = null;
  #lookAt = 0;
  #onClosed: (() => void) | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#desk = new MendingDesk(options.config, options.context);
    this.#pingMs = Math.min(SLOWEST_PING_MS, Math.max(FASTEST_PING_MS, options.config.timeoutMs));
  }

  get isOnline(): boolean {
    return this.#phase === 'online';
  }

  get attempt(): number {
    return this.#attempt;
  }

  /** `isParked`: no device is in operation, so nothing is asked. */
  start(isParked: boolean): void {
    this.#tickedAt = this.#now();
    this.#timer = setInterval(
      this.#options.context.guard(() => this.#tick()),
      TICK_MS,
    );
    if (isParked) this.#phase = 'parked';
    else this.#begin();
  }

  /** Ends session, timer and thread within 3 s. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#phase = 'stopped';
    const host = this.#host;
    this.#host = null;
    if (!host) return;
    const closed = new Promise<void>(resolve => {
      const timer = setTimeout(resolve, CLOSE_LIMIT_MS);
      this.#onClosed = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    host.post({ kind: 'disconnect', attempt: this.#attempt });
    await closed;
    await host.terminate();
  }

  /** Sends an order about the session that lives; without one it is dropped. */
  post(order: WorkerOrder): void {
    this.#host?.post(order);
  }

  /** Ends the connection until `resume`: no device is in operation. */
  park(): void {
    if (this.#phase === 'stopped') return;
    this.#host?.post({ kind: 'disconnect', attempt: this.#attempt });
    this.#enter('parked', Number.POSITIVE_INFINITY);
  }

  resume(): void {
    if (this.#phase === 'parked') this.#begin();
  }

  /** A person has just mended something: no need to wait any longer. */
  kick(): void {
    if (this.#phase === 'waiting') this.#begin();
  }

  /** Ends the connection for this reason and tries again as the reason asks for. */
  drop(cause: DeviceCause, detail: string): void {
    if (this.#phase !== 'online' && this.#phase !== 'connecting') return;
    this.#host?.post({ kind: 'disconnect', attempt: this.#attempt });
    this.#note(cause, detail);
    this.#enter('closing', CLOSE_LIMIT_MS);
  }

  #now(): number {
    return this.#options.context.clock.monotonic();
  }

  #tick(): void {
    const now = this.#now();
    const lateMs = now - this.#tickedAt - TICK_MS;
    this.#tickedAt = now;
    if (lateMs > LATE_TICK_MS) this.#forgive(lateMs);
    if (this.#phase === 'online') this.#watch(now);
    else if (now >= this.#dueAt) this.#overdue();
    else if (this.#phase === 'waiting') this.#look(now);
    this.#options.onTick();
  }

  /** Messages of the worker may wait behind a busy main thread: give them the time that was taken from them. */
  #forgive(lateMs: number): void {
    this.#publishedAt = this.#publishedAt.map(at => at + lateMs);
    this.#heardAt += lateMs;
    this.#dueAt += lateMs;
  }

  #watch(now: number): void {
    if (now - this.#onlineAt > STABLE_MS) this.#retry = 0;
    const silent = this.#publishedAt.findIndex((at, group) => now - at > (this.#silenceMs[group] ?? 0));
    const silentMs = now - (this.#publishedAt[silent] ?? now);
    const deafMs = now - this.#heardAt;
    if (silent >= 0) this.drop('watchdog', `no publish response for ${Math.round(silentMs)} ms`);
    else if (deafMs > this.#pingMs + this.#options.config.timeoutMs) {
      this.drop('watchdog', `no answer for ${Math.round(deafMs)} ms`);
    }
  }

  #look(now: number): void {
    if (this.#signature === null || now < this.#lookAt) return;
    this.#lookAt = now + LOOK_MS;
    if (this.#desk.signature() !== this.#signature) this.#begin();
  }

  #overdue(): void {
    if (this.#phase === 'waiting') return this.#begin();
    if (this.#phase === 'stopped' || this.#phase === 'parked') return;
    const host = this.#host;
    this.#host = null;
    // Ending a hung thread takes its own time; nobody has to wait for it.
    void host?.terminate();
    this.#options.onWorkerGone();
    this.#lose('internal', `the OPC UA worker did not answer while ${this.#phase}`);
  }

  #enter(phase: Phase, dueInMs: number): void {
    this.#phase = phase;
    this.#dueAt = this.#now() + dueInMs;
  }

  #begin(): void {
    this.#signature = null;
    const login = this.#desk.login();
    if (login === null) return this.#waitForPassword();
    if (this.#host) return this.#connect(login);
    const { context, bounds } = this.#options;
    this.#host = new WorkerHost({
      bounds,
      log: context.log,
      guard: context.guard,
      onReport: report => this.#hear(report),
      onGone: detail => this.#gone(detail),
    });
    this.#enter('starting', WORKER_START_MS);
  }

  /** No password, no attempt. */
  #waitForPassword(): void {
    this.#options.onLost('no-secret', `no password stored for channel/${this.#options.config.id}`);
    this.#enter('waiting', Number.POSITIVE_INFINITY);
    this.#signature = this.#desk.signature();
    this.#lookAt = this.#now() + LOOK_MS;
  }

  #connect(login: LoginOrder): void {
    this.#attempt += 1;
    const order = this.#options.makeOrder(this.#attempt, login, this.#pingMs);
    this.#host?.post(order);
    this.#enter('connecting', setupLimitMs(order) + SETUP_MARGIN_MS);
  }

  #hear(report: WorkerReport): void {
    if (report.kind === 'closed') this.#onClosed?.();
    // What was asked of an earlier session is answered too, even if only by its end.
    if (report.kind === 'written' || report.kind === 'browsed') return this.#options.onReport(report);
    if (this.#phase === 'stopped') return;
    if (report.kind === 'ready') {
      if (this.#phase === 'starting') this.#begin();
      return;
    }
    if (report.attempt !== this.#attempt) return;
    if (report.kind === 'closed') {
      if (this.#phase === 'closing') this.#wait();
      return;
    }
    if (this.#phase === 'connecting' || this.#phase === 'online') this.#attend(report);
  }

  #attend(report: Exclude<WorkerReport, { kind: 'ready' | 'closed' }>): void {
    if (report.kind === 'failed') return this.#lose(report.cause, report.detail);
    this.#heardAt = this.#now();
    if (report.kind === 'published') this.#publishedAt[report.group] = this.#heardAt;
    if (report.kind === 'online') this.#online(report);
    if (report.kind === 'granted') this.#regrant(report);
    this.#options.onReport(report);
  }

  #online({ groups }: OnlineReport): void {
    this.#phase = 'online';
    this.#onlineAt = this.#heardAt;
    this.#publishedAt = groups.map(() => this.#heardAt);
    this.#silenceMs = groups.map(silenceMsOf);
    this.#retry = Math.min(this.#retry, RETRY_AFTER_ONLINE);
  }

  #regrant({ group, ...granted }: Extract<WorkerReport, { kind: 'granted' }>): void {
    this.#publishedAt[group] = this.#heardAt;
    this.#silenceMs[group] = silenceMsOf(granted);
  }

  #gone(detail: string): void {
    this.#host = null;
    this.#options.onWorkerGone();
    if (this.#phase === 'stopped') return;
    if (this.#phase === 'parked') return;
    this.#retry = Math.max(1, this.#retry);
    this.#lose('internal', detail);
  }

  #lose(cause: DeviceCause, detail: string): void {
    this.#note(cause, detail);
    this.#wait();
  }

  #note(cause: DeviceCause, detail: string): void {
    this.#cause = cause;
    this.#signature = needsPerson(cause, detail) ? this.#desk.signature() : null;
    this.#options.onLost(cause, detail);
  }

  #wait(): void {
    this.#lookAt = this.#now() + LOOK_MS;
    const isPersons = this.#signature !== null;
    const waitMs = Math.max(QUICK_RETRY_MS, backoffMs(this.#retry++, mostWaitMs(this.#cause)));
    this.#enter('waiting', isPersons ? MENDING_MS : waitMs);
  }
}

function silenceMsOf({ keepAliveMs }: GrantedGroup): number {
  return Math.max(LEAST_SILENCE_MS, MISSED_KEEP_ALIVES * keepAliveMs);
}
