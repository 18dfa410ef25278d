/** Source and server time of the newest sample of each tag, in columns that are made when a protocol first has them. */
import type { Handle } from '../../shared/model/tag.ts';
import type { RawBatch } from '../acquisition/channel.ts';

export interface DeviceTimes {
  /** Epoch ms as the device told it, believed or not; NaN where there is none. */
  readonly sourceT: number;
  readonly serverT: number;
}

export class DeviceTimeTable {
  readonly #size: number;
  #columns: { readonly sourceT: Float64Array; readonly serverT: Float64Array } | null = null;

  constructor(size: number) {
    this.#size = size;
  }

  at(h: Handle): DeviceTimes {
    return {
      sourceT: this.#columns?.sourceT[h] ?? Number.NaN,
      serverT: this.#columns?.serverT[h] ?? Number.NaN,
    };
  }

  /** Takes the times of one sample of a batch; a sample without any leaves none behind. */
  record({ handles, sourceT, serverT }: RawBatch, i: number): void {
    this.#columns ??= {
      sourceT: new Float64Array(this.#size).fill(Number.NaN),
      serverT: new Float64Array(this.#size).fill(Number.NaN),
    };
    const h = handles[i] ?? 0;
    this.#columns.sourceT[h] = sourceT?.[i] ?? Number.NaN;
    this.#columns.serverT[h] = serverT?.[i] ?? Number.NaN;
  }
}
