/**
 * Polls one Modbus device through the connection it shares. Owns the device's state and decides what a failure means: an
 * exception spoils its block, silence spoils the device, and a device that is lost has no good value from that moment. Main
 * thread.
 */
import type { DeviceDiagnostics } from '../../../../../shared/model/device.ts';
import { COMM_LOSS, CONFIG_ERROR, DEVICE_FAULT, DISABLED, type Quality } from '../../../../../shared/model/quality.ts';
import type { Handle } from '../../../../../shared/model/tag.ts';
import type { ProjectDevice } from '../../../../project/types.ts';
import { backoffMs, mostWaitMs } from '../../../backoff.ts';
import type { Beat, Scheduler } from '../../../scheduler.ts';
import { CostModel } from '../plan/cost-model.ts';
import { LearnedHoles } from '../plan/learned-holes.ts';
import { itemOf, type ReadBlock, type TagItem } from '../plan/read-block.ts';
import type { LinkFault } from '../wire/fault.ts';
import type { Request } from '../wire/pdu.ts';
import { DeviceScans } from './device-scans.ts';
import { HoleHunter, isRefusal } from './hole-hunter.ts';
import { Liveness, QUIET_MS } from './liveness.ts';
import type { BlockOwner, PolledBlock } from './polled-block.ts';
import { CARE_MS, DEAF_AFTER, REFUSED_AFTER, REPLAN_TURNS, URGENT_MS } from './poller-limits.ts';
import type { PollerOptions } from './poller-options.ts';
import { outcomeOfQuestion, ProbeJob, type ProbeOutcome } from './probe-job.ts';
import { countFailure, countReply } from './request-counters.ts';

export class DevicePoller implements BlockOwner {
  readonly device: ProjectDevice;
  readonly #options: PollerOptions;
  readonly #items: readonly TagItem[];
  readonly #handles: Uint32Array;
  readonly #cost: CostModel;
  readonly #holes: LearnedHoles;
  readonly #hunter: HoleHunter;
  #scans: DeviceScans | null = null;
  #care: readonly Beat[] = [];
  #turns = 0;
  #isEnabled: boolean;
  readonly #liveness: Liveness;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(options: PollerOptions) {
    const { tags, context, device } = options;
    this.device = device;
    this.#options = options;
    this.#isEnabled = device.isEnabled;
    this.#items = options.isBroadcast ? [] : tags.flatMap(tag => itemOf(tag) ?? []);
    this.#handles = Uint32Array.from(tags, t => t.handle);
    this.#cost = new CostModel(options.initialCost);
    const { clock, log, dataDirectory } = context;
    this.#holes = new LearnedHoles({ directory: dataDirectory, device: device.id, limits: device.limits, clock, log });
    this.#hunter = new HoleHunter({
      unit: device.unit,
      holes: this.#holes,
      ask: (request, names, outcome) => this.#ask(request, names, outcome),
      deliver: (block, body) => this.#deliver(block, body),
      hasReadSince: since => this.#readAt >= since,
      onLearned: () => this.#planAnew(),
    });
    this.#liveness = this.#createLiveness();
  }

  get isEnabled(): boolean {
    return this.#isEnabled;
  }

  /** It has tags that are read; a broadcast, or a device that is only written, cannot be lost by silence. */
  get isAsked(): boolean {
    return this.#items.length > 0;
  }

  get isLost(): boolean {
    return this.#options.record.state === 'offline';
  }

  /** Requests in a row that brought no usable answer. */
  get silent(): number {
    return this.#liveness.silent;
  }

  /** When it answered last, monotonic ms. */
  get heardAt(): number {
    return this.#liveness.heardAt;
  }

  get overruns(): number {
    return this.#scans?.overruns ?? 0;
  }

  start(scheduler: Scheduler): void {
    const { context, record, timeoutMs, isAlone } = this.#options;
    this.#care = [
      scheduler.every(
        CARE_MS,
        context.guard(() => this.#lookAfter()),
      ),
      scheduler.every(
        QUIET_MS,
        context.guard(() => {
          if (isAlone && this.#isScanned && this.#isSeldomRead) this.#liveness.askIfQuiet();
        }),
      ),
    ];
    this.#scans = new DeviceScans({
      device: this.device,
      items: this.#items,
      context,
      timeoutMs,
      scheduler,
      holes: this.#holes,
      cost: this.#cost,
      owner: this,
      isScanned: () => this.#isScanned,
      submit: (block, deadline) => this.#submit(block, deadline),
    });
    if (this.#isEnabled) record.become('connecting');
    else this.#disable();
  }

  /** Resolves when what was learned is on disk. */
  async stop(): Promise<void> {
    this.#liveness.stop();
    this.#hunter.stop();
    for (const beat of this.#care) beat.cancel();
    this.#scans?.cancel();
    this.#scans = null;
    await this.#holes.saved();
  }

  setEnabled(isEnabled: boolean): void {
    if (isEnabled === this.#isEnabled) return;
    this.#isEnabled = isEnabled;
    if (!isEnabled) return this.#disable();
    this.#options.record.become('connecting');
    this.#options.context.sink.invalidate(this.#handles, COMM_LOSS);
    this.connected();
  }

  /** Whether it is there has to be known now. */
  askNow(): void {
    if (this.#isEnabled) this.#liveness.askUrgently();
  }

  hasten(handles: ReadonlySet<Handle>): void {
    const isMore = this.#scans?.hasten(handles) ?? false;
    // Whoever looks wants to see now, not at the next beat.
    if (isMore && this.#isScanned) this.#scans?.refresh();
  }

  /** The connection is new: whatever is known is old. One question first, so that a dead unit does not hold up the others. */
  connected(): void {
    if (!this.#isEnabled) return;
    if (!this.isAsked) return this.#options.record.become('online');
    this.#holes.hurry();
    this.#liveness.hurry();
    if (this.#isScanned) this.#scans?.refresh();
    this.#liveness.ask();
  }

  /** The connection came back at once: nothing was missed, but what waits may be held for what the old one owed. */
  connectedAgain(): void {
    if (this.#isEnabled && (this.#scans?.isPending ?? false)) this.#liveness.ask();
  }

  /** An answer came that had been given up: the device lives, ask it at once. */
  heardLate(): void {
    this.#options.record.counters.lateReplies++;
    if (this.isLost) this.#liveness.ask();
  }

  /** The device cannot be reached any more: no value is good from now on. */
  lose(fault: LinkFault): void {
    if (!this.#isEnabled) return;
    this.#giveUp(COMM_LOSS);
    this.#options.record.become('offline', fault.reason, fault.message);
  }

  diagnostics(): DeviceDiagnostics {
    return this.#options.record.diagnostics({
      groups: this.#scans?.status() ?? [],
      holes: this.#holes.view(),
      cost: this.#cost.isMeasured ? this.#cost.cost : null,
    });
  }

  answered(polled: PolledBlock, body: Uint8Array, roundTripMs: number): void {
    const { block } = polled;
    countReply(this.#options.record, polled.request, { bytes: body.length, roundTripMs });
    this.#cost.add(block.registers, roundTripMs);
    this.#hunter.noteRead(block.table, block.count);
    const wasSpoilt = polled.silent > 0 || polled.refusals > 0;
    polled.forgive();
    this.#heard();
    this.#deliver(block, body);
    // What is read between two beats is no period.
    if (!polled.isOutOfTurn) polled.statistics?.read(this.#readAt);
    if (wasSpoilt) this.#judge();
  }

  failed(polled: PolledBlock, fault: LinkFault): void {
    countFailure(this.#options.record, polled.request, fault);
    if (fault.isOfDevice) this.#refused(polled, fault);
    else this.#silence(polled, fault);
  }

  notSent(): void {
    // Without a connection nothing is known about the device; the channel says when there is one again.
  }

  get #isScanned(): boolean {
    const { state } = this.#options.record;
    return this.#isEnabled && (state === 'online' || state === 'degraded');
  }

  /** Its own beats would notice its loss later than promised. */
  get #isSeldomRead(): boolean {
    return (this.#scans?.fastestMs ?? 0) > CARE_MS;
  }

  #now(): number {
    return this.#options.context.clock.monotonic();
  }

  #disable(): void {
    this.#giveUp(DISABLED);
    this.#options.record.become('disabled');
  }

  /** Nothing that waits is sent any more, no answer on its way counts, and no value is known for this reason. */
  #giveUp(reason: Quality): void {
    this.#liveness.stop();
    this.#scans?.giveUp();
    this.#hunter.stop();
    this.#options.context.sink.invalidate(this.#handles, reason);
  }

  #planAnew(): void {
    this.#scans?.plan();
    this.#markUnreadable();
    this.#judge();
    if (this.#isScanned) this.#scans?.refresh();
  }

  #markUnreadable(): void {
    const unreadable = this.#scans?.unreadable ?? [];
    if (unreadable.length === 0 || !this.#isScanned) return;
    const handles = Uint32Array.from(unreadable, item => item.bound.handle);
    this.#options.context.sink.invalidate(handles, CONFIG_ERROR);
  }

  /** What no beat reminds of: a lost device, holes to be tried again, a plan that has become dear. */
  #lookAfter(): void {
    if (!this.#isEnabled) return;
    if (!this.#isScanned) {
      if (this.#liveness.isProbeDue) this.#liveness.ask();
      return;
    }
    for (const block of this.#scans?.dueAgain ?? []) this.#submitOutOfTurn(block);
    this.#hunter.tryDueHole();
    if (++this.#turns % REPLAN_TURNS === 0) this.#scans?.reconsider();
  }

  #createLiveness(): Liveness {
    const { timeoutMs, context, isAlone, isHeld, mostProbeWaitMs } = this.#options;
    return new Liveness({
      unit: this.device.unit,
      timeoutMs,
      context,
      isAlone,
      isHeld,
      mostProbeWaitMs,
      blocks: () => this.#scans?.blocks ?? [],
      submit: block => this.#submitOutOfTurn(block),
      ask: ({ request, isUrgent }, ended) =>
        this.#ask(request, [], outcomeOfQuestion(ended), isUrgent ? -URGENT_MS : CARE_MS),
      onLost: fault => {
        const isStopped = this.#scans === null;
        if (this.#isEnabled && !isStopped) this.#loseSilent(fault);
      },
    });
  }

  #submit(block: PolledBlock, deadline: number): void {
    block.deadline = deadline;
    block.askAgainAt = Number.POSITIVE_INFINITY;
    block.isRepeated = false;
    block.isPending = true;
    this.#options.submit(block);
  }

  #submitOutOfTurn(block: PolledBlock): void {
    block.isOutOfTurn = true;
    this.#submit(block, this.#now() + this.#options.timeoutMs);
  }

  #ask(request: Request, tags: readonly string[], outcome: ProbeOutcome, inMs = CARE_MS): void {
    const { submit, timeoutMs, record } = this.#options;
    const what = { request, tags, timeoutMs, device: this.device.id, deadline: this.#now() + inMs };
    submit(
      new ProbeJob(what, {
        answered: (body, roundTripMs) => {
          countReply(record, request, { bytes: body.length, roundTripMs });
          if (this.#isEnabled) this.#heard();
          outcome.answered(body, roundTripMs);
        },
        failed: fault => {
          countFailure(record, request, fault);
          if (fault.isOfDevice && this.#isEnabled) this.#heard();
          outcome.failed(fault);
        },
        notSent: outcome.notSent,
      }),
    );
  }

  #deliver(block: ReadBlock, body: Uint8Array): void {
    const { sink, clock } = this.#options.context;
    this.#readAt = this.#now();
    sink.update(block.decode(body, clock.now()));
  }

  #heard(): void {
    this.#liveness.heard();
    const { state } = this.#options.record;
    if (state === 'offline' || state === 'connecting') this.#found();
  }

  /** The device answers again; its slow groups and deaf blocks must not wait for their turn. */
  #found(): void {
    for (const block of this.#scans?.blocks ?? []) block.forgive();
    this.#judge({ isFound: true });
    this.#markUnreadable();
    this.#scans?.refresh();
  }

  #refused(polled: PolledBlock, fault: LinkFault): void {
    polled.hears();
    this.#heard();
    if (fault.isBusy) {
      polled.askAgainAt = this.#now() + backoffMs(polled.refusals + 1, mostWaitMs('exception'));
      // Busy for a moment: its last values are given up when it is so again.
      const isFirstTime = !polled.wasBusy;
      polled.wasBusy = true;
      if (isFirstTime) return;
    }
    if (polled.refusals++ === 0) polled.refusedAt = this.#now();
    polled.refusal = fault.message;
    this.#options.context.sink.invalidate(polled.block.handles, DEVICE_FAULT);
    this.#judge();
    polled.addressRefusals = isRefusal(fault) ? polled.addressRefusals + 1 : 0;
    if (polled.addressRefusals < REFUSED_AFTER) return;
    if (this.#hunter.search(polled.block, polled.refusedAt)) {
      polled.retryAt = this.#now() + backoffMs(polled.refusals - 1, mostWaitMs('exception'));
    }
  }

  /** A request without a usable answer. */
  #silence(polled: PolledBlock, fault: LinkFault): void {
    const { context, onSilence } = this.#options;
    polled.misses(fault);
    if (this.isLost) return this.#loseSilent(fault);
    if (polled.silent >= DEAF_AFTER) {
      polled.retryAt = this.#now() + backoffMs(polled.silent - DEAF_AFTER + 1, mostWaitMs('timeout'));
      context.sink.invalidate(polled.block.handles, COMM_LOSS);
    } else {
      // The device may answer everything else: what comes seldom would be called in trouble until its next turn.
      polled.askAgainAt = this.#now();
    }
    if (this.#liveness.silence(fault)) return this.#loseSilent(fault);
    this.#judge();
    onSilence();
    this.#liveness.askAgain();
  }

  #loseSilent(fault: LinkFault): void {
    this.lose(fault);
    this.#liveness.lost(fault);
    this.#options.onLost();
  }

  /** Online, or degraded for as long as something of it is deaf or refused. */
  #judge({ isFound } = { isFound: false }): void {
    const { record } = this.#options;
    if (!isFound && !this.#isScanned) return;
    const blocks = this.#scans?.blocks ?? [];
    const unreadable = this.#scans?.unreadable ?? [];
    const refused = blocks.find(block => block.refusals > 0);
    const deaf = blocks.find(block => block.trouble !== null);
    const [hole] = unreadable;
    if (refused !== undefined) {
      record.become('degraded', 'exception', `${refused.refusal} at ${refused.place}`);
    } else if (deaf?.trouble) {
      record.become('degraded', deaf.trouble.reason, `${deaf.trouble.message} at ${deaf.place}`);
    } else if (hole !== undefined) {
      const first = `${hole.address.table}:${hole.address.offset}`;
      record.become('degraded', 'exception', `${unreadable.length} tags at refused addresses, the first at ${first}`);
    } else {
      record.become('online');
    }
  }
}
