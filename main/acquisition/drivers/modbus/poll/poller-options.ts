/** What a poller is given by the channel that its device is behind. */
import type { ProjectDevice } from '../../../../project/types.ts';
import type { BoundTag, ChannelContext } from '../../../channel.ts';
import type { DeviceRecord } from '../../../device-state.ts';
import type { ReadCost } from '../plan/cost-model.ts';
import type { ReplyShape } from '../wire/pdu.ts';
import type { ReadJob } from './read-job.ts';

export interface PollerOptions {
  readonly device: ProjectDevice;
  readonly tags: readonly BoundTag[];
  readonly context: ChannelContext;
  readonly record: DeviceRecord;
  readonly timeoutMs: number;
  /** What the medium suggests that requests cost, until it has been measured. */
  readonly initialCost: ReadCost;
  /** The connection is the device's own: then it is asked something now and then, so that its loss shows soon. */
  readonly isAlone: boolean;
  /** All units of a line at once: it is only written, because nobody answers. */
  readonly isBroadcast: boolean;
  /** Queues a read for the shared connection; it is told when there is none. */
  readonly submit: (job: ReadJob) => void;
  /** True while a request with this reply is not sent because an older answer could be taken for its own. */
  readonly isHeld: (reply: ReplyShape) => boolean;
  /** Longest wait between two attempts at this device while it is lost, ms. */
  readonly mostProbeWaitMs: () => number;
  /** A request was not answered: where the connection is the device's own it is asked again on a new one. */
  readonly onSilence: () => void;
  /** The device has been lost: the channel may have to look after the connection. */
  readonly onLost: () => void;
}
