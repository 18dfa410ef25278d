/**
 * Keeps one channel alive. Everything the runtime calls in a driver goes through the supervisor's guard: what it throws ends the
 * driver, its values are called lost at once, and a new driver is started after a growing wait. The rest of the station does not
 * notice. Callbacks of a driver that has ended are not let through, so that nothing of it lives on. Main thread.
 */
import type { DeviceDiagnostics, DeviceState, DeviceStatus } from '../../shared/model/device.ts';
import { COMM_LOSS } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';
import { backoffMs, mostWaitMs } from './backoff.ts';
import type { Channel, ChannelContext, DeviceChange, WriteOrder, WriteResult } from './channel.ts';

/** A driver that ran this long before it failed begins with a short wait again, ms. */
const STABLE_MS = 60_000;
/** How long a failed driver may take to let go of its sockets and threads, ms; then a new one is started beside what is left. */
const END_LIMIT_MS = 5_000;

export interface SupervisorOptions {
  readonly id: string;
  readonly handles: Uint32Array;
  /** Surroundings of the driver; its guard is the supervisor's. */
  readonly context: Omit<ChannelContext, 'guard'>;
  readonly create: (context: ChannelContext) => Channel;
  /** What is known of its devices before a driver has said anything: none of them is forgotten if none ever does. */
  readonly devices: readonly DeviceStatus[];
}

export class SupervisedChannel implements Channel {
  readonly id: string;
  readonly #options: SupervisorOptions;
  #channel: Channel | null = null;
  /** What the driver said of its devices before it failed. */
  #lastStatus: readonly DeviceStatus[];
  /** Decisions that a new driver must be told of. */
  readonly #switches = new Map<string, boolean>();
  /** What was told of each device last. */
  readonly #told = new Map<string, DeviceState>();
  #hastened: ReadonlySet<Handle> = new Set();
  #generation = 0;
  #failures = 0;
  #startedAt = 0;
  #restart: NodeJS.Timeout | undefined;
  #isStopped = false;
  #ending: Promise<void> = Promise.resolve();

  constructor(options: SupervisorOptions) {
    this.id = options.id;
    this.#options = options;
    this.#lastStatus = options.devices;
  }

  start(): void {
    const { context, create } = this.#options;
    const generation = ++this.#generation;
    this.#startedAt = context.clock.monotonic();
    const guard: ChannelContext['guard'] =
      run =>
      (...args) => {
        if (generation !== this.#generation) return;
        try {
          run(...args);
        } catch (error) {
          this.#fail(error);
        }
      };
    const onChange = (change: DeviceChange): void => {
      if (generation === this.#generation) this.#tell(change);
    };
    guard(() => {
      const channel = create({ ...context, guard, onChange });
      this.#channel = channel;
      for (const [device, isEnabled] of this.#switches) channel.setEnabled(device, isEnabled);
      channel.start();
      channel.hasten(this.#hastened);
    })();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#restart);
    await this.#ending;
    try {
      await this.#channel?.stop();
    } catch (error) {
      this.#options.context.log.error(() => `the driver of channel ${this.id} did not stop: ${String(error)}`);
    }
    this.#generation++;
  }

  status(): readonly DeviceStatus[] {
    return this.#guarded(channel => channel.status()) ?? this.#lastStatus;
  }

  diagnostics(): readonly DeviceDiagnostics[] {
    return this.#guarded(channel => channel.diagnostics()) ?? [];
  }

  hasten(handles: ReadonlySet<Handle>): void {
    this.#hastened = handles;
    this.#guarded(channel => channel.hasten(handles));
  }

  setEnabled(device: string, isEnabled: boolean): void {
    this.#switches.set(device, isEnabled);
    this.#guarded(channel => channel.setEnabled(device, isEnabled));
  }

  async write(order: WriteOrder): Promise<WriteResult> {
    const channel = this.#channel;
    if (channel === null) {
      return { ok: false, why: 'not-connected', sentAt: null, detail: `channel ${this.id} is being restarted` };
    }
    const handedOverAt = this.#options.context.clock.monotonic();
    try {
      return await channel.write(order);
    } catch (error) {
      if (channel === this.#channel) this.#fail(error);
      // It may have failed before the bytes left or afterwards: nobody may believe the former.
      const detail = `the driver of channel ${this.id} failed`;
      return { ok: false, why: 'unanswered', sentAt: handedOverAt, detail };
    }
  }

  /** Undefined when there is no driver, or when it has just failed. */
  #guarded<T>(ask: (channel: Channel) => T): T | undefined {
    const channel = this.#channel;
    if (channel === null) return undefined;
    try {
      return ask(channel);
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    const { context, handles } = this.#options;
    const channel = this.#channel;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (this.#isStopped) {
      context.log.error(() => `the driver of channel ${this.id} failed while it was stopped: ${text}`);
      return;
    }
    context.log.error(() => `the driver of channel ${this.id} failed and is started again: ${text}`);
    this.#generation++;
    this.#channel = null;
    // Values first: whoever hears of the loss must not find a good value.
    this.#despite('cannot lose its values', () => context.sink.invalidate(handles, COMM_LOSS));
    this.#tellLost(channel, error instanceof Error ? error.message : String(error));
    if (channel !== null) this.#ending = this.#end(channel);
    const isStable = context.clock.monotonic() - this.#startedAt >= STABLE_MS;
    this.#failures = isStable ? 1 : this.#failures + 1;
    clearTimeout(this.#restart);
    this.#restart = setTimeout(() => void this.#startAgain(), backoffMs(this.#failures, mostWaitMs('internal')));
  }

  async #startAgain(): Promise<void> {
    await this.#ending;
    if (!this.#isStopped) this.start();
  }

  /** What a broken driver cannot tidy up is lost with it; nobody waits for it for ever. */
  async #end(channel: Channel): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, END_LIMIT_MS);
    });
    try {
      await Promise.race([channel.stop(), late]);
    } catch (error) {
      this.#options.context.log.error(() => `the failed driver of channel ${this.id} did not stop: ${String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What is done for a failed driver must not throw as well: nobody would be left to start it again. */
  #despite(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#options.context.log.error(() => `the failed driver of channel ${this.id} ${what}: ${String(error)}`);
    }
  }

  /** A new driver begins by saying what its devices are: that one is still out of operation is no news. */
  #tell(change: DeviceChange): void {
    const { device, state } = change;
    if (state === 'disabled' && this.#told.get(device) === state) return;
    this.#told.set(device, state);
    this.#options.context.onChange(change);
  }

  #tellLost(channel: Channel | null, detail: string): void {
    const since = this.#options.context.clock.now();
    this.#despite('tells no status', () => {
      this.#lastStatus = channel?.status() ?? this.#lastStatus;
    });
    this.#lastStatus = this.#lastStatus.map(status => ({
      ...status,
      ...(status.state === 'disabled' ? {} : { state: 'offline', cause: 'internal', detail, since }),
    }));
    for (const { device, name, state, cause } of this.#lastStatus) {
      if (state === 'offline') this.#despite('tells no loss', () => this.#tell({ device, name, state, cause, detail }));
    }
  }
}
