/**
 * A Modbus connection and the devices behind it (main thread). Reconnects by itself, at once after an accident and with growing
 * patience while nobody answers; a backup address is tried whenever the first one fails. A channel knows nothing of other
 * channels, so it cannot delay them.
 */
import type { DeviceDiagnostics, DeviceStatus } from '../../../../shared/model/device.ts';
import type { Handle } from '../../../../shared/model/tag.ts';
import type { ModbusChannel } from '../../../project/types.ts';
import { backoffMs, mostWaitMs } from '../../backoff.ts';
import type { BoundTag, Channel, ChannelContext, WriteOrder, WriteResult } from '../../channel.ts';
import { DeviceRecord } from '../../device-state.ts';
import type { Scheduler } from '../../scheduler.ts';
import { HEARD_MS, MOST_FRUITLESS, RENEWALS } from './channel-limits.ts';
import { initialCostOf } from './plan/initial-cost.ts';
import { DevicePoller } from './poll/device-poller.ts';
import { Dispatcher, type Job } from './poll/dispatcher.ts';
import { probeWaitMs } from './poll/probe-wait.ts';
import { FloodFault, LinkFault } from './wire/fault.ts';
import type { LateReplies } from './wire/late-replies.ts';
import type { Link } from './wire/link.ts';
import { createLink, endpointsOf, lateRepliesOf } from './wire/media.ts';
import type { ReplyShape } from './wire/pdu.ts';
import { BROADCAST } from './wire/rtu-link.ts';
import { WriteJob } from './write-job.ts';

interface Behind {
  readonly record: DeviceRecord;
  readonly poller: DevicePoller;
  readonly tags: ReadonlyMap<Handle, BoundTag>;
}

export interface ModbusChannelOptions {
  readonly context: ChannelContext;
  readonly scheduler: Scheduler;
  /** What the line owes from before; unless given, nothing (media.ts, `lateRepliesOf`). */
  readonly lateReplies?: LateReplies | null;
}

export class PolledModbusChannel implements Channel {
  readonly id: string;
  readonly #config: ModbusChannel;
  readonly #context: ChannelContext;
  readonly #scheduler: Scheduler;
  readonly #devices: readonly Behind[];
  readonly #dispatcher: Dispatcher;
  readonly #lateReplies: LateReplies | null;
  /** The connection is one device's own, and no line stands behind it. */
  readonly #isAlone: boolean;
  #link: Link<Job> | null = null;
  /** Being opened at this moment. */
  #next: Link<Job> | null = null;
  /** Nobody on the link answers: nothing is sent, but a late answer is listened for until the next link is tried. */
  #isGivenUp = false;
  /** The connection ended after it had answered, as some do after each reply: requests wait for the next one. */
  #isComingBack = false;
  /** The connection worked and is made anew for our own reasons. */
  #isRenewing = false;
  #endpoint = 0;
  #failedAttempts = 0;
  /** Connections in a row that ended without an answer. */
  #fruitless = MOST_FRUITLESS;
  #openedAt = 0;
  #reconnect: NodeJS.Timeout | undefined;
  #isStarted = false;
  #stopped = false;

  constructor(config: ModbusChannel, tags: readonly BoundTag[], options: ModbusChannelOptions) {
    this.id = config.id;
    this.#config = config;
    this.#context = options.context;
    this.#scheduler = options.scheduler;
    this.#dispatcher = new Dispatcher(options.context, () => this.#renewSpoilt());
    this.#lateReplies = options.lateReplies ?? lateRepliesOf(config, options.context.clock, { isStrange: false });
    this.#isAlone = this.#lateReplies === null && config.devices.length === 1;
    this.#devices = config.devices.map(device => this.#behind(device, tags));
  }

  start(): void {
    this.#isStarted = true;
    for (const poller of this.#pollers) poller.start(this.#scheduler);
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    this.#next?.close();
    this.#next = null;
    // Pollers first: what the connection takes down with it is no news any more.
    const stopped = this.#pollers.map(poller => poller.stop());
    this.#drop();
    this.#dispatcher.stop();
    await Promise.all(stopped);
  }

  status(): readonly DeviceStatus[] {
    return this.#devices.map(({ record, poller }) => {
      record.overruns = poller.overruns;
      return record.status();
    });
  }

  diagnostics(): readonly DeviceDiagnostics[] {
    return this.#pollers.map(poller => poller.diagnostics());
  }

  hasten(handles: ReadonlySet<Handle>): void {
    for (const poller of this.#pollers) poller.hasten(handles);
  }

  setEnabled(device: string, isEnabled: boolean): void {
    const found = this.#devices.find(({ poller }) => poller.device.id === device);
    if (found === undefined) return;
    found.poller.setEnabled(isEnabled);
    if (!isEnabled) this.#dispatcher.refuseWrites(device, 'disabled', `${device} is disabled`);
    if (!this.#isStarted) return;
    if (!this.#pollers.some(poller => poller.isEnabled)) this.#rest();
    else if (this.#link === null && this.#next === null) this.#connectSoon(0);
  }

  write(order: WriteOrder): Promise<WriteResult> {
    return new Promise(resolve => {
      const refuse = (why: 'disabled' | 'not-connected' | 'not-writable', detail: string): void =>
        resolve({ ok: false, why, sentAt: null, detail });
      const behind = this.#devices.find(({ tags }) => tags.has(order.handle));
      const bound = behind?.tags.get(order.handle);
      if (behind === undefined || bound === undefined) return refuse('not-writable', 'the tag is not of this channel');
      if (!behind.poller.isEnabled) return refuse('disabled', `${behind.poller.device.id} is disabled`);
      const { record, poller } = behind;
      const job = WriteJob.of(bound, order, {
        unit: poller.device.unit,
        timeoutMs: this.#config.timeoutMs,
        clock: this.#context.clock,
        record,
        resolve,
        onUnconfirmed: () => this.#renewAfterWrite(),
        isHeard: () => this.#isHeard(poller),
      });
      if (!(job instanceof WriteJob)) return refuse('not-writable', job);
      // A write is never kept for a connection to come: whoever asked would have forgotten it by then.
      if (!this.#isReachable || poller.isLost) {
        return refuse('not-connected', `${poller.device.id} is not reached`);
      }
      this.#dispatcher.addWrite(job);
    });
  }

  #behind(device: ModbusChannel['devices'][number], tags: readonly BoundTag[]): Behind {
    const config = this.#config;
    const own = tags.filter(t => t.tag.device === device.id);
    const record = new DeviceRecord(device, this.#context, {
      protocol: config.protocol,
      tagCount: own.length,
      timeoutMs: config.timeoutMs,
      endpoint: () => `${endpointsOf(config)[this.#endpoint]?.place ?? ''}/${device.unit}`,
    });
    const poller = new DevicePoller({
      device,
      tags: own,
      context: this.#context,
      record,
      timeoutMs: config.timeoutMs,
      initialCost: initialCostOf(config),
      isAlone: this.#isAlone,
      isBroadcast: config.protocol !== 'modbus-tcp' && device.unit === BROADCAST,
      submit: job => (this.#isReachable || this.#isComingBack ? this.#dispatcher.addRead(job) : job.notSent()),
      isHeld: reply => this.#isHeld(reply),
      mostProbeWaitMs: () => probeWaitMs(this.#pollers, config.timeoutMs),
      onSilence: () => this.#renewIfAlone(),
      onLost: () => {
        this.#dispatcher.refuseWrites(device.id, 'not-connected', `${device.id} is not reached`);
        this.#lookAfterLink();
      },
    });
    return { record, poller, tags: new Map(own.map(bound => [bound.handle, bound])) };
  }

  /** Asks the device when it has not been heard for a while; nobody can be asked that has nothing to read. */
  #isHeard(poller: DevicePoller): boolean {
    const link = this.#link;
    if (link === null || !poller.isAsked) return link !== null;
    // A link knows of an answer before the poller does, but on a line not whose it was.
    const heardAt = this.#isAlone && this.#hasAnswered(link) ? link.heardAt : poller.heardAt;
    if (this.#context.clock.monotonic() - heardAt <= HEARD_MS) return true;
    poller.askNow();
    return false;
  }

  /** A request with this reply is not sent now, or only on another connection. */
  #isHeld(reply: ReplyShape): boolean {
    const link = this.#link;
    return link !== null && (link.ambiguousForMs(reply) > 0 || link.isSpoiltFor(reply));
  }

  get #pollers(): readonly DevicePoller[] {
    return this.#devices.map(({ poller }) => poller);
  }

  get #isReachable(): boolean {
    return this.#link !== null && !this.#isGivenUp;
  }

  /** A write went out and nobody confirmed it: with this connection its bytes end too. */
  #renewAfterWrite(): void {
    const link = this.#link;
    if (link === null) return;
    this.#lost(link, new LinkFault('reset', 'closed after a write that nobody confirmed'), link.close());
  }

  /** Whether the device or only the connection is dead shows on a new one. */
  #renewIfAlone(): void {
    const link = this.#link;
    if (!this.#isAlone || link === null || this.#isGivenUp) return;
    this.#lost(link, new LinkFault('reset', 'renewed after a request that nobody answered'), link.close());
  }

  /** The answer to what waits could not be told from an older one that this connection still owes: it is asked on a new one. */
  #renewSpoilt(): void {
    const link = this.#link;
    if (link === null) return;
    this.#release();
    this.#dispatcher.dropWrites('the connection has to be renewed first');
    this.#isComingBack = true;
    this.#isRenewing = this.#hasAnswered(link);
    const fault = new LinkFault('reset', 'the connection was renewed');
    for (const job of link.close()) this.#settle(job, fault);
    this.#connectSoon(0);
  }

  #connect(): void {
    if (this.#stopped) return;
    this.#drop();
    if (!this.#pollers.some(poller => poller.isEnabled)) return;
    const link = createLink<Job>(this.#config, this.#endpoint, {
      context: this.#context,
      lateReplies: this.#lateReplies,
    });
    this.#next = link;
    const { guard, tap } = this.#context;
    const { place, host } = endpointsOf(this.#config)[this.#endpoint] ?? { place: '', host: null };
    link
      .open({
        onEnd: (fault, unsettled) => this.#lost(link, fault, unsettled),
        onRoom: () => this.#dispatcher.pump(),
        onLate: unit => this.#heardLate(unit),
      })
      .then(
        guard(() => {
          if (host !== null) tap.peer(host);
          tap.mark(`connected to ${place}`);
          this.#opened(link);
        }),
        guard((error: unknown) => {
          if (!(error instanceof LinkFault)) throw error;
          tap.mark(`not connected to ${place}: ${error.message}`);
          this.#notOpened(link, error);
        }),
      );
  }

  #opened(link: Link<Job>): void {
    if (this.#next !== link) {
      link.close();
      return;
    }
    this.#next = null;
    this.#link = link;
    this.#isGivenUp = false;
    this.#isRenewing = false;
    this.#openedAt = link.heardAt;
    if (this.#isComingBack) {
      // Nothing was missed; asking everything anew would make a device that closes after each reply an endless loop.
      this.#isComingBack = false;
      this.#dispatcher.use(link);
      for (const poller of this.#pollers) poller.connectedAgain();
      return;
    }
    this.#dispatcher.use(link);
    // A silent unit costs the line its time: whoever answered last time is asked first.
    for (const poller of this.#pollers.toSorted((a, b) => a.silent - b.silent)) poller.connected();
  }

  #notOpened(link: Link<Job>, fault: LinkFault): void {
    if (this.#next !== link) return;
    this.#next = null;
    if (this.#isRenewing && fault.reason !== 'no-port' && this.#failedAttempts < RENEWALS) {
      this.#failedAttempts++;
      return this.#connectSoon(backoffMs(this.#failedAttempts, mostWaitMs(fault.reason)));
    }
    this.#isRenewing = false;
    this.#isComingBack = false;
    this.#dispatcher.dropReads();
    this.#endpoint = (this.#endpoint + 1) % endpointsOf(this.#config).length;
    // The other address is tried at once; only when none answers is there something to tell.
    if (this.#endpoint !== 0) return this.#connect();
    for (const poller of this.#pollers) poller.lose(fault);
    this.#failedAttempts++;
    this.#connectSoon(backoffMs(this.#failedAttempts, mostWaitMs(fault.reason)));
  }

  #lost(link: Link<Job>, fault: LinkFault, unsettled: readonly Job[]): void {
    this.#context.tap.mark(`connection lost: ${fault.message}`);
    if (this.#link !== link) return;
    this.#release();
    const hasAnswered = this.#hasAnswered(link) && !(fault instanceof FloodFault);
    this.#context.log.debug(() => `connection lost: ${fault.reason} (${fault.message})`);
    this.#fruitless = hasAnswered ? 0 : this.#fruitless + 1;
    this.#isComingBack = this.#fruitless < MOST_FRUITLESS && !this.#isGivenUp;
    this.#dispatcher.dropWrites('the connection was lost before it was sent');
    for (const job of unsettled) this.#settle(job, fault);
    if (this.#isGivenUp) return;
    if (!this.#isComingBack) this.#dispatcher.dropReads();
    if (!this.#isComingBack && fault instanceof FloodFault) for (const poller of this.#pollers) poller.lose(fault);
    // Patience grows only once every unit is given up; until then the others have a right to their turn.
    if (hasAnswered || this.#isComingBack) this.#failedAttempts = 0;
    else this.#failedAttempts = this.#areAllLost ? this.#failedAttempts + 1 : 1;
    this.#chooseEndpoint(link);
    this.#connectSoon(backoffMs(this.#failedAttempts, mostWaitMs(fault.reason)));
  }

  /**
   * A read that went down with a connection is asked again on the next one, alone; a write never is. One that goes down a second
   * time is to blame for that.
   */
  #settle(job: Job, fault: LinkFault): void {
    // What ended the connection was not the answer to the write.
    if (job.isUrgent) job.failed(new LinkFault('closed', `the connection ended: ${fault.message}`));
    else if (!this.#isComingBack || !job.isWanted() || job.isRepeated) job.failed(fault);
    else this.#dispatcher.repeat(job);
  }

  #release(): void {
    this.#link = null;
    this.#dispatcher.use(null);
  }

  /** The first address again, unless it was there that nobody answered: then it is the other's turn. */
  #chooseEndpoint(last: Link<Job>): void {
    this.#endpoint = this.#hasAnswered(last) ? 0 : (this.#endpoint + 1) % endpointsOf(this.#config).length;
  }

  /** Something was heard on this link since it is open. */
  #hasAnswered(link: Link<Job>): boolean {
    return link.heardAt > this.#openedAt;
  }

  get #areAllLost(): boolean {
    return this.#pollers.every(poller => poller.isLost || !poller.isEnabled || !poller.isAsked);
  }

  /**
   * Somebody did not answer. When nobody does any more the connection itself may be dead: another one is tried after a while, and
   * until then the old one is listened to, because a device that was only held up answers there first.
   */
  #lookAfterLink(): void {
    const link = this.#link;
    if (link === null || this.#isGivenUp || !this.#areAllLost) return;
    // The others have a right to be asked first.
    if (!this.#dispatcher.isEmpty || !link.isIdle) return;
    this.#isGivenUp = true;
    this.#dispatcher.use(null);
    this.#failedAttempts = this.#hasAnswered(link) ? 1 : this.#failedAttempts + 1;
    this.#chooseEndpoint(link);
    this.#connectSoon(backoffMs(this.#failedAttempts, mostWaitMs('timeout')));
  }

  #heardLate(unit: number): void {
    if (this.#isGivenUp && this.#link !== null) {
      this.#isGivenUp = false;
      clearTimeout(this.#reconnect);
      this.#dispatcher.use(this.#link);
    }
    for (const poller of this.#pollers) if (poller.device.unit === unit) poller.heardLate();
  }

  #connectSoon(ms: number): void {
    clearTimeout(this.#reconnect);
    this.#reconnect = setTimeout(
      this.#context.guard(() => this.#connect()),
      ms,
    );
  }

  #drop(): void {
    const link = this.#link;
    this.#release();
    this.#dispatcher.dropWrites('the connection was closed before it was sent');
    for (const job of link?.close() ?? []) job.failed(new LinkFault('closed', 'closed by Citygate'));
    if (!this.#isComingBack) this.#dispatcher.dropReads();
  }

  /** Every device is out of operation: the connection is somebody else's to use. */
  #rest(): void {
    clearTimeout(this.#reconnect);
    this.#next?.close();
    this.#next = null;
    this.#isComingBack = false;
    this.#drop();
  }
}
