/**
 * One OPC UA session and the devices behind it, main thread side: puts together the connection (link-supervisor.ts), the values,
 * what is told of the devices, writes and engineering calls. Owns no socket and no retry. Every report of the worker has been
 * checked before it comes here.
 */
import type { DeviceCause, DeviceDiagnostics, DeviceStatus } from '../../../../shared/model/device.ts';
import type { CertificateInfo, ChannelCertificates } from '../../../../shared/model/opcua.ts';
import type { Handle } from '../../../../shared/model/tag.ts';
import type { OpcuaChannel } from '../../../project/types.ts';
import type { BoundTag, Channel, ChannelContext, WriteOrder, WriteResult } from '../../channel.ts';
import { pkiDirectory } from './certificates.ts';
import { DeviceBoard, endpointUrl } from './device-board.ts';
import type { BrowseRequest, BrowseResult, OpcuaEngineering } from './engineering.ts';
import { LinkSupervisor, type SessionReport } from './link-supervisor.ts';
import type { BrowseOutcome, ConnectOrder, LoginOrder, PublishedReport } from './messages.ts';
import { PendingCalls } from './pending-calls.ts';
import { TrustDesk } from './trust-desk.ts';
import { planFast, planGroups, type ScanPlan } from './values/group-plan.ts';
import { LinkFigures } from './values/link-figures.ts';
import { LiveValues } from './values/live-values.ts';
import { NodeProblems } from './values/node-problems.ts';
import { SourceClock } from './values/source-clock.ts';
import { WriteBook } from './write-book.ts';

export { trustServerCertificate } from './certificates.ts';

/** Reading attributes of a whole page takes some requests after the browse itself. */
const BROWSE_REQUESTS = 5;
/** Feedback of a written item is wanted fast for this long, ms. */
const FEEDBACK_MS = 5_000;

/** Creates the channel; nothing happens before `start()`. `stop()` resolves within 3 s. */
export function createOpcuaChannel(
  config: OpcuaChannel,
  tags: readonly BoundTag[],
  context: ChannelContext,
): Channel & OpcuaEngineering {
  return new OpcuaDriver(config, tags, context);
}

class OpcuaDriver implements Channel, OpcuaEngineering {
  readonly id: string;
  readonly #config: OpcuaChannel;
  readonly #tags: readonly BoundTag[];
  readonly #context: ChannelContext;
  readonly #plan: ScanPlan;
  readonly #indexOf: ReadonlyMap<Handle, number>;
  readonly #values: LiveValues;
  readonly #board: DeviceBoard;
  readonly #figures: LinkFigures;
  readonly #clock: SourceClock;
  readonly #problems: NodeProblems;
  readonly #link: LinkSupervisor;
  readonly #writes: WriteBook;
  readonly #trust: TrustDesk;
  readonly #browses: PendingCalls<BrowseOutcome>;
  /** Device that the recorder is asked about; null when several share the connection. */
  readonly #tapDevice: string | null;
  #hastened: ReadonlySet<number> = new Set();
  /** Written items and the monotonic ms until which their feedback is wanted fast, by index. */
  readonly #written = new Map<number, number>();
  #isTapped = false;
  #isStarted = false;
  #stopping: Promise<void> | null = null;

  constructor(config: OpcuaChannel, tags: readonly BoundTag[], context: ChannelContext) {
    this.id = config.id;
    this.#config = config;
    this.#tags = tags;
    this.#context = context;
    this.#plan = planGroups(config, tags);
    this.#indexOf = new Map(tags.map(({ handle }, index) => [handle, index]));
    this.#clock = new SourceClock(config.clockToleranceMs);
    this.#values = new LiveValues({
      handles: Uint32Array.from(tags, bound => bound.handle),
      nodes: this.#plan.nodes,
      isReadGroup: group => this.#plan.groups[group]?.mode === 'read',
      sink: context.sink,
      clock: this.#clock,
    });
    this.#board = new DeviceBoard(config, tags, context);
    this.#figures = new LinkFigures(this.#plan.groups);
    this.#problems = new NodeProblems(tags.map(({ tag }) => tag.device ?? ''));
    this.#tapDevice = config.devices.length === 1 ? (config.devices[0]?.id ?? null) : null;
    this.#writes = new WriteBook(context, config.timeoutMs);
    this.#trust = new TrustDesk(config.id, context);
    this.#browses = new PendingCalls(context.guard);
    this.#link = new LinkSupervisor({
      config,
      context,
      bounds: { nodes: tags.length, groups: this.#plan.groups.length },
      makeOrder: (attempt, login, pingMs) => this.#connectOrder(attempt, login, pingMs),
      onReport: report => this.#take(report),
      onLost: (cause, detail) => this.#lost(cause, detail),
      onWorkerGone: () => this.#giveUpCalls(),
      onTick: () => this.#tick(),
    });
  }

  start(): void {
    if (this.#isStarted || this.#stopping) return;
    this.#isStarted = true;
    for (const device of this.#board.devices) {
      if (!this.#board.isEnabled(device)) this.#values.setOff(this.#nodesOf(device), true);
    }
    this.#board.set('connecting', 'none', () => '');
    this.#link.start(!this.#board.isAnyEnabled);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  status(): readonly DeviceStatus[] {
    return this.#board.status({ clockOffsetMs: this.#clock.offsetMs, overruns: this.#figures.overruns });
  }

  diagnostics(): readonly DeviceDiagnostics[] {
    const { writes, writeFailures } = this.#writes;
    return this.#board.devices.map(device => {
      const own = this.#nodesOf(device);
      const tagsOf = this.#plan.groups.map(
        (_g, at) => own.filter(index => this.#plan.nodes[index]?.group === at).length,
      );
      const isRecorded = this.#context.tap.isOn(this.#tapDevice);
      return this.#figures.diagnostics({ device, tagsOf, isRecorded, writes, writeFailures });
    });
  }

  hasten(handles: ReadonlySet<Handle>): void {
    this.#hastened = new Set([...handles].flatMap(handle => this.#indexOf.get(handle) ?? []));
    this.#postWatch();
  }

  setEnabled(device: string, isEnabled: boolean): void {
    // Values first, then the news: whoever hears of it must not find a good value.
    if (this.#board.isEnabled(device) === isEnabled) return;
    this.#values.setOff(this.#nodesOf(device), !isEnabled);
    if (!this.#board.enable(device, isEnabled) || !this.#isStarted || this.#stopping) return;
    if (!this.#board.isAnyEnabled) return this.#park();
    this.#link.resume();
    this.#postWatch();
  }

  async write(order: WriteOrder): Promise<WriteResult> {
    const index = this.#indexOf.get(order.handle);
    const tag = index === undefined ? undefined : this.#tags[index]?.tag;
    if (index === undefined || !tag?.writable)
      return this.#writes.refuse('not-writable', 'the tag is not to be written');
    if (!this.#board.isEnabled(tag.device ?? '')) return this.#writes.refuse('disabled', 'the device is disabled');
    if (!this.#link.isOnline) return this.#writes.refuse('not-connected', 'there is no connection');
    const { attempt } = this.#link;
    const result = await this.#writes.write(order, (id, deadlineAt) =>
      this.#link.post({ kind: 'write', attempt, id, index, raw: order.raw, deadlineAt }),
    );
    if (result.sentAt !== null) this.#wantFeedback(index);
    return result;
  }

  certificates(): ChannelCertificates {
    return this.#trust.list();
  }

  trust(thumbprint: string): CertificateInfo | null {
    const found = this.#trust.trust(thumbprint);
    if (found) this.#link.kick();
    return found;
  }

  distrust(thumbprint: string): CertificateInfo | null {
    const found = this.#trust.distrust(thumbprint);
    // An attempt that is under way may have passed its check already.
    if (found && (this.#trust.inUse === found.sha1 || !this.#link.isOnline)) {
      this.#link.drop('certificate-untrusted', `the server certificate ${found.sha1} is no longer trusted`);
    }
    return found;
  }

  async browse({ node, page }: BrowseRequest): Promise<BrowseResult> {
    if (!this.#link.isOnline) return { ok: false, why: 'not-connected', detail: 'there is no connection' };
    const { attempt } = this.#link;
    const late = (): BrowseOutcome => ({ ok: false, detail: 'the server has not answered in time' });
    const outcome = await this.#browses.call(BROWSE_REQUESTS * this.#config.timeoutMs, late, id =>
      this.#link.post({ kind: 'browse', attempt, id, nodeId: node, page }),
    );
    if (!outcome.ok) return { ok: false, why: 'refused', detail: outcome.detail };
    const nodes = outcome.nodes.map(({ index, ...listed }) => ({
      ...listed,
      tag: index === null ? null : (this.#tags[index]?.tag.name ?? null),
    }));
    return { ok: true, page: { nodes, next: outcome.page } };
  }

  async #stop(): Promise<void> {
    await this.#link.stop();
    this.#giveUpCalls();
    this.#board.rest();
  }

  #giveUpCalls(): void {
    this.#writes.giveUp();
    this.#browses.giveUp();
  }

  #connectOrder(attempt: number, login: LoginOrder, pingMs: number): ConnectOrder {
    const { security, connectTimeoutMs, timeoutMs } = this.#config;
    this.#problems.clear();
    this.#board.requests += 1;
    this.#isTapped = this.#context.tap.isOn(this.#tapDevice);
    return {
      kind: 'connect',
      attempt,
      endpointUrl: endpointUrl(this.#config),
      security,
      login,
      pkiDirectory: pkiDirectory(this.#context.dataDirectory),
      connectTimeoutMs,
      timeoutMs,
      pingMs,
      ...this.#plan,
      ...this.#wanted(),
      isTapped: this.#isTapped,
    };
  }

  /** What is to be read faster, and what not at all. */
  #wanted(): Pick<ConnectOrder, 'fast' | 'off'> {
    const written = new Set(this.#written.keys());
    const off = this.#tags.flatMap(({ tag }, index) => (this.#board.isEnabled(tag.device ?? '') ? [] : [index]));
    return { fast: planFast(this.#tags, { hastened: this.#hastened, written }), off: Uint32Array.from(off) };
  }

  #postWatch(): void {
    this.#link.post({ kind: 'watch', attempt: this.#link.attempt, ...this.#wanted() });
  }

  #nodesOf(device: string): Uint32Array {
    return Uint32Array.from(this.#tags.flatMap(({ tag }, index) => (tag.device === device ? [index] : [])));
  }

  #wantFeedback(index: number): void {
    this.#written.set(index, this.#context.clock.monotonic() + FEEDBACK_MS);
    this.#postWatch();
  }

  #park(): void {
    this.#link.park();
    this.#forgetSession('every device is disabled');
    this.#board.set('connecting', 'none', () => '');
  }

  #tick(): void {
    const now = this.#context.clock.monotonic();
    const over = [...this.#written].filter(([, until]) => until <= now);
    for (const [index] of over) this.#written.delete(index);
    if (over.length > 0) this.#postWatch();
    const isOn = this.#context.tap.isOn(this.#tapDevice);
    if (isOn === this.#isTapped) return;
    this.#isTapped = isOn;
    this.#link.post({ kind: 'tap', attempt: this.#link.attempt, isOn });
  }

  #take(report: SessionReport): void {
    switch (report.kind) {
      case 'published':
        return this.#published(report);
      case 'pong':
        this.#board.requests += 1;
        this.#board.roundTrip(report.roundTripMs);
        this.#figures.pong(report);
        return this.#observeClock(report.clockOffsetMs);
      case 'online':
        for (const [group, granted] of report.groups.entries()) this.#figures.granted(group, granted);
        this.#trust.inUse = report.server;
        this.#clock.observe(report.clockOffsetMs);
        this.#context.tap.mark(`connected to ${endpointUrl(this.#config)}`);
        return this.#tellOnline();
      case 'granted':
        return this.#figures.granted(report.group, report);
      case 'refused-nodes':
        this.#board.failures += report.index.length;
        this.#problems.refused(report.index, report.detail);
        this.#values.refused(report.index);
        return this.#tellOnline();
      case 'renewed-nodes':
        this.#board.failures += report.index.length;
        this.#problems.renewed(report.index, report.detail);
        return this.#tellOnline();
      case 'overrun':
        return this.#figures.overrun(report.group);
      case 'written':
        return this.#writes.settle(report.id, report.outcome);
      case 'browsed':
        return this.#browses.settle(report.id, report.outcome);
      case 'frame':
        return this.#context.tap.frame({ ...report, device: this.#tapDevice });
    }
  }

  #published(report: PublishedReport): void {
    this.#board.requests += 1;
    this.#figures.published(report);
    this.#observeClock(report.clockOffsetMs);
    this.#values.published(report);
    this.#problems.overflowed(report.overflowed);
    const isAccepted = report.samples !== null && this.#problems.accepted(report.samples.index);
    if (isAccepted || report.overflowed.length > 0) this.#tellOnline();
  }

  #observeClock(offsetMs: number): void {
    if (this.#clock.observe(offsetMs)) this.#tellOnline();
  }

  /** State of the devices while the session lives: what is wrong with the clock or with single nodes is in the detail. */
  #tellOnline(): void {
    if (!this.#link.isOnline) return;
    const detailOf = (device: string): string =>
      [this.#clock.detail, this.#problems.detailOf(device)].filter(text => text !== '').join('; ');
    if (this.#clock.isWrong) this.#board.set('degraded', 'clock-wrong', detailOf);
    else this.#board.set('online', 'none', detailOf);
  }

  /** Values first, then the news: whoever hears of the loss must not find a good value. */
  #lost(cause: DeviceCause, detail: string): void {
    this.#board.failures += 1;
    if (cause === 'timeout' || cause === 'watchdog') this.#board.timeouts += 1;
    this.#forgetSession(`${cause}: ${detail}`);
    this.#board.set('offline', cause, () => detail);
  }

  #forgetSession(why: string): void {
    if (this.#trust.inUse !== null || this.#clock.offsetMs !== null) this.#context.tap.mark(`connection ended, ${why}`);
    this.#values.lost();
    this.#figures.lost();
    this.#clock.reset();
    this.#trust.inUse = null;
  }
}
