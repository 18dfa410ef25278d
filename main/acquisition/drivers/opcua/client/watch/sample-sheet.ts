/**
 * Where the values of one scan group are written down until the response is complete, in the worker: decodes, keeps order,
 * counts what the server says it had to throw away, and tells the audit what has been told.
 */
import { type DataValue, VariantArrayType } from 'node-opcua-client';
import { type PublishedReport, sharedMs } from '../../messages.ts';
import type { Report } from '../report.ts';
import type { Requests } from '../requests.ts';
import { type DecodedValue, decodeValue, isOverflow } from '../value.ts';
import type { ItemAudit } from './item-audit.ts';
import { SampleBuffer } from './sample-buffer.ts';

/** A DataValue of the library, decoded. */
export function decode(dataValue: DataValue): DecodedValue {
  const { value, statusCode, sourceTimestamp, serverTimestamp } = dataValue;
  return decodeValue({
    status: statusCode.value,
    type: value.dataType,
    isArray: value.arrayType !== VariantArrayType.Scalar,
    value: value.value,
    sourceTime: sourceTimestamp,
    serverTime: serverTimestamp,
  });
}

export interface SheetOptions {
  readonly attempt: number;
  /** Position of the scan group. */
  readonly group: number;
  /** Indices of its nodes. */
  readonly nodes: ReadonlySet<number>;
  readonly audit: ItemAudit;
  readonly requests: Requests;
  readonly report: Report;
}

export class SampleSheet {
  readonly #options: SheetOptions;
  readonly #buffer: SampleBuffer;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#buffer = new SampleBuffer(options.nodes.size);
  }

  /** A value of a node of this group; of any other node it is ignored, whatever the server means by it. */
  tell(index: number, dataValue: DataValue): void {
    if (!this.#options.nodes.has(index)) return;
    const value = decode(dataValue);
    this.#options.audit.tell(index, value);
    this.#buffer.push(index, value);
    if (isOverflow(dataValue.statusCode.value)) this.#buffer.overflow(index);
  }

  /** The response or scan is complete. */
  publish(cycleMs: number): void {
    const { attempt, group, requests, report } = this.#options;
    const { samples, overflowed, transfer } = this.#buffer.take();
    const message: PublishedReport = {
      kind: 'published',
      attempt,
      group,
      heardAt: sharedMs(),
      receivedAt: Date.now(),
      cycleMs,
      clockOffsetMs: requests.clock.medianMs,
      samples,
      overflowed,
    };
    report(message, transfer);
  }
}
