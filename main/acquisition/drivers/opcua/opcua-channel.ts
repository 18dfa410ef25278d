/**
 * One OPC UA session and the devices behind it, main thread side: state machine, retries, watchdog and quality. The client
 * itself lives in a worker thread (worker.ts), one per channel, so that neither its start (0.4 s of CPU) nor a fault of the
 * library can touch polling. The channel believes only what it hears: values are good while publish responses arrive, and
 * every loss is noticed here by a monotonic clock, whatever the library thinks of its connection.
 * Reconnecting is done here alone, by a new client each time (reasons in client-session.ts), first quickly, then 1 → 8 s.
 */
import { createHash } from 'node:crypto';
import type { DeviceCause, DeviceDiagnostics, DeviceStatus } from '../../../../shared/model/device.ts';
import type { OpcuaChannel } from '../../../project/types.ts';
import { backoffMs } from '../../backoff.ts';
import type { BoundTag, Channel, ChannelContext, WriteResult } from '../../channel.ts';
import { pkiDirectory } from './certificates.ts';
import { DeviceBoard, endpointUrl } from './device-board.ts';
import { LiveValues } from './live-values.ts';
import { type ConnectOrder, setupLimitMs, type WatchedNode, type WorkerReport } from './messages.ts';
import { WorkerHost } from './worker-host.ts';

export { trustServerCertificate } from './certificates.ts';

const TICK_MS = 250;
/** A tick that comes this much too late means that this thread was busy; the server is not to blame for it. */
const LATE_TICK_MS = 500;
/** The worker reads the server's state this often, ms: a link that swallows everything shows after this and one deadline. */
const PING_MS = 1_500;
/** Missed keep-alives after which a subscription counts as dead. */
const MISSED_KEEP_ALIVES = 3;
/** Most losses are a switch or a service restarting: the first retry is quick, but leaves the old socket time to go; ms. */
const QUICK_RETRY_MS = 250;
/** What a person mends (trust, password) is looked at again this often, ms. */
const LOOK_AGAIN_MS = 2_000;
/** The same wrong password is not offered again before this, ms: servers lock accounts. */
const SAME_PASSWORD_MS = 30_000;
/** What a server says to a wrong password; other refusals may heal by themselves and must not make us wait. */
const PASSWORD_REFUSED = /BadUserAccessDenied|BadIdentityToken|BadUserSignatureInvalid/;
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

type Phase = 'stopped' | 'waiting' | 'starting' | 'connecting' | 'online' | 'closing';

/** Creates the channel; nothing happens before `start()`. `stop()` resolves within 3 s. */
export function createOpcuaChannel(config: OpcuaChannel, tags: readonly BoundTag[], context: ChannelContext): Channel {
  return new OpcuaRunner(config, tags, context);
}

/** Half the fastest period, so that a keep-alive (3 cycles) comes well before a value could turn stale. */
function publishingMsOf(nodes: readonly WatchedNode[]): number {
  const fastest = Math.min(...nodes.map(node => node.samplingMs), 1_000);
  return Math.max(250, fastest / 2);
}

function watchedNodeOf({ tag }: BoundTag): WatchedNode {
  const nodeId = tag.address?.kind === 'opcua' ? tag.address.nodeId : '';
  return { nodeId, samplingMs: Math.min(1_000, Math.max(500, tag.periodMs)) };
}

class OpcuaRunner implements Channel {
  readonly id: string;
  readonly #config: OpcuaChannel;
  readonly #context: ChannelContext;
  readonly #nodes: readonly WatchedNode[];
  readonly #values: LiveValues;
  readonly #board: DeviceBoard;
  #phase: Phase = 'stopped';
  #host: WorkerHost | null = null;
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #retry = 0;
  /** Monotonic ms at which the phase has to do something: retry, give up, end the worker. */
  #dueAt = 0;
  #tickedAt = 0;
  #onlineAt = 0;
  #publishedAt = 0;
  #heardAt = 0;
  #keepAliveMs = 0;
  /** SHA-256 of the password that was refused, and until when it is not offered again. */
  #refusedPassword: { readonly hash: string; readonly until: number } | null = null;
  /** Nodes that the server would not monitor, by index, and what it said about the first. */
  readonly #refusedNodes = new Set<number>();
  #problem = '';
  #onClosed: (() => void) | null = null;
  #stopping: Promise<void> | null = null;

  constructor(config: OpcuaChannel, tags: readonly BoundTag[], context: ChannelContext) {
    this.id = config.id;
    this.#config = config;
    this.#context = context;
    this.#nodes = tags.map(watchedNodeOf);
    const handles = Uint32Array.from(tags, bound => bound.handle);
    this.#values = new LiveValues(handles, context.sink, context.clock);
    this.#board = new DeviceBoard(config, tags, context);
  }

  start(): void {
    if (this.#timer || this.#stopping) return;
    this.#tickedAt = this.#now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#board.set('connecting', 'none', '');
    this.#begin();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  status(): readonly DeviceStatus[] {
    return this.#board.status();
  }

  diagnostics(): readonly DeviceDiagnostics[] {
    return [];
  }

  hasten(): void {}

  setEnabled(): void {}

  write(): Promise<WriteResult> {
    return Promise.resolve({ ok: false, why: 'not-writable', sentAt: null, detail: 'not built yet' });
  }

  async #stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#phase = 'stopped';
    this.#board.rest();
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

  #now(): number {
    return this.#context.clock.monotonic();
  }

  #tick(): void {
    const now = this.#now();
    const lateMs = now - this.#tickedAt - TICK_MS;
    this.#tickedAt = now;
    if (lateMs > LATE_TICK_MS) this.#forgive(lateMs);
    if (this.#phase === 'online') this.#watch(now);
    else if (now >= this.#dueAt) this.#overdue();
  }

  /** Messages of the worker may wait behind a busy main thread: give them the time that was taken from them. */
  #forgive(lateMs: number): void {
    this.#publishedAt += lateMs;
    this.#heardAt += lateMs;
    this.#dueAt += lateMs;
  }

  #watch(now: number): void {
    if (now - this.#onlineAt > STABLE_MS) this.#retry = 0;
    const silentMs = now - this.#publishedAt;
    const deafMs = now - this.#heardAt;
    if (silentMs > MISSED_KEEP_ALIVES * this.#keepAliveMs)
      this.#bark(`no publish response for ${Math.round(silentMs)} ms`);
    else if (deafMs > PING_MS + this.#config.timeoutMs) this.#bark(`no answer for ${Math.round(deafMs)} ms`);
  }

  #bark(detail: string): void {
    this.#host?.post({ kind: 'disconnect', attempt: this.#attempt });
    this.#record('watchdog', detail);
    this.#enter('closing', CLOSE_LIMIT_MS);
  }

  #overdue(): void {
    if (this.#phase === 'waiting') return this.#begin();
    if (this.#phase === 'stopped') return;
    const host = this.#host;
    this.#host = null;
    // Ending a hung thread takes its own time; nobody has to wait for it.
    void host?.terminate();
    this.#lose('internal', `the OPC UA worker did not answer while ${this.#phase}`);
  }

  #enter(phase: Phase, dueInMs: number): void {
    this.#phase = phase;
    this.#dueAt = this.#now() + dueInMs;
  }

  #begin(): void {
    const login = this.#login();
    if (login === 'wait') return this.#enter('waiting', LOOK_AGAIN_MS);
    if (this.#host) return this.#connect(login);
    this.#host = new WorkerHost({
      nodeCount: this.#nodes.length,
      log: this.#context.log,
      onReport: report => this.#hear(report),
      onGone: detail => this.#gone(detail),
    });
    this.#enter('starting', WORKER_START_MS);
  }

  /** Null = anonymous. No password, no attempt: a project that names a user never connects as anybody else. */
  #login(): ConnectOrder['login'] | 'wait' {
    const { login, id } = this.#config;
    if (login.kind !== 'user') return null;
    const password = this.#context.secret(`channel/${id}`);
    if (password === null) {
      this.#offline('no-secret', `no password stored for channel/${id}`);
      return 'wait';
    }
    const refused = this.#refusedPassword;
    if (refused && this.#now() < refused.until && refused.hash === hashOf(password)) return 'wait';
    return { user: login.user, password };
  }

  #connect(login: ConnectOrder['login']): void {
    const { security, connectTimeoutMs, timeoutMs } = this.#config;
    this.#attempt += 1;
    this.#refusedNodes.clear();
    this.#problem = '';
    this.#board.requests += 1;
    const order: ConnectOrder = {
      kind: 'connect',
      attempt: this.#attempt,
      endpointUrl: endpointUrl(this.#config),
      security,
      login,
      pkiDirectory: pkiDirectory(this.#context.dataDirectory),
      connectTimeoutMs,
      timeoutMs,
      publishingMs: publishingMsOf(this.#nodes),
      pingMs: PING_MS,
      nodes: this.#nodes,
    };
    this.#host?.post(order);
    this.#enter('connecting', setupLimitMs(order) + SETUP_MARGIN_MS);
  }

  #hear(report: WorkerReport): void {
    if (report.kind === 'closed') this.#onClosed?.();
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
    this.#heardAt = this.#now();
    switch (report.kind) {
      case 'published':
        this.#publishedAt = this.#heardAt;
        this.#board.requests += 1;
        this.#values.published(report.samples);
        return this.#accepted(report.samples?.index);
      case 'pong':
        this.#board.requests += 1;
        return this.#board.roundTrip(report.roundTripMs);
      case 'refused-nodes':
        this.#board.failures += report.index.length;
        for (const index of report.index) this.#refusedNodes.add(index);
        this.#problem ||= report.detail;
        return this.#values.refused(report.index);
      case 'online':
        return this.#online(report.keepAliveMs);
      case 'failed':
        this.#lose(report.cause, report.detail);
    }
  }

  #online(keepAliveMs: number): void {
    this.#phase = 'online';
    this.#onlineAt = this.#heardAt;
    this.#publishedAt = this.#heardAt;
    this.#keepAliveMs = keepAliveMs;
    this.#refusedPassword = null;
    this.#retry = Math.min(this.#retry, RETRY_AFTER_ONLINE);
    this.#board.set('online', 'none', this.#onlineDetail());
  }

  /** A refused node that has a value by now is none any more. */
  #accepted(index: Uint32Array | undefined): void {
    if (!index || this.#refusedNodes.size === 0) return;
    const isAny = index.filter(at => this.#refusedNodes.delete(at)).length > 0;
    if (isAny && this.#phase === 'online') this.#board.set('online', 'none', this.#onlineDetail());
  }

  #onlineDetail(): string {
    const { size } = this.#refusedNodes;
    return size > 0 ? `${size} of ${this.#nodes.length} nodes refused: ${this.#problem}` : '';
  }

  #gone(detail: string): void {
    this.#host = null;
    if (this.#phase === 'stopped') return;
    this.#retry = Math.max(1, this.#retry);
    this.#lose('internal', detail);
  }

  #lose(cause: DeviceCause, detail: string): void {
    this.#record(cause, detail);
    this.#wait();
  }

  #record(cause: DeviceCause, detail: string): void {
    this.#board.failures += 1;
    if (cause === 'timeout' || cause === 'watchdog') this.#board.timeouts += 1;
    if (cause === 'access-denied' && PASSWORD_REFUSED.test(detail)) this.#rememberRefusal();
    this.#offline(cause, detail);
  }

  /** Values first, then the news: whoever hears of the loss must not find a good value. */
  #offline(cause: DeviceCause, detail: string): void {
    this.#values.lost();
    this.#board.set('offline', cause, detail);
  }

  #wait(): void {
    const isMendedByPerson = this.#board.cause === 'certificate-untrusted' || this.#board.cause === 'access-denied';
    this.#enter(
      'waiting',
      isMendedByPerson ? LOOK_AGAIN_MS : Math.max(QUICK_RETRY_MS, backoffMs(this.#retry++, 8_000)),
    );
  }

  #rememberRefusal(): void {
    const password = this.#config.login.kind === 'user' ? this.#context.secret(`channel/${this.id}`) : null;
    if (password === null) return;
    this.#refusedPassword = { hash: hashOf(password), until: this.#now() + SAME_PASSWORD_MS };
  }
}

function hashOf(password: string): string {
  return createHash('sha256').update(password).digest('base64');
}
