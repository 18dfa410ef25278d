/**
 * One write to one node, in the worker. Sent once or not at all: not before the server has just proved that it answers, not
 * after the deadline, never again. The proof matters because bytes for a server that hangs wait in its receive buffer and act
 * when it goes on, whatever is done to the connection meanwhile (measured on Linux: a reset does not take them back).
 */
import {
  AttributeIds,
  type DataType,
  type DataValue,
  ReadRequest,
  ReadResponse,
  TimestampsToReturn,
  Variant,
  VariantArrayType,
  WriteRequest,
  WriteResponse,
} from 'node-opcua-client';
import type { WriteRefusal } from '../../../channel.ts';
import { type Failure, failureOf } from '../failure.ts';
import { sharedMs, type WriteNodeOrder, type WriteOutcome } from '../messages.ts';
import { type CastValue, castValue } from '../write-value.ts';
import { type Requests, ServiceFaultError } from './requests.ts';

/** Built-in types that a DataType attribute can name itself; what lies above is abstract or a structure (Part 6, 5.1.2). */
const LAST_CONCRETE_TYPE = 23;

/** What servers answer, in the words of whoever stands at the screen. */
const REASONS: Readonly<Record<string, string>> = {
  BadTypeMismatch: 'the value has not the type that the node wants',
  BadOutOfRange: 'the value is out of the range that the node takes',
  BadNotWritable: 'the node cannot be written',
  BadUserAccessDenied: 'this login may not write the node',
  BadNodeIdUnknown: 'the server has no such node',
  BadNodeIdInvalid: 'the server has no such node',
  BadWriteNotSupported: 'the server does not take this kind of write',
  BadNotSupported: 'the server does not take this kind of write',
  BadInvalidState: 'the device is in no state to take it',
  BadOutOfService: 'the device is out of service',
  BadDeviceFailure: 'the device behind the server has failed',
  BadNoCommunication: 'the server does not reach its device',
  BadTimeout: 'the server got no answer from its device',
};

interface NodeForm {
  readonly type: number;
  /** The node holds an array of one. */
  readonly isArray: boolean;
}

const isScalar = (data: DataValue): boolean => data.value.arrayType === VariantArrayType.Scalar;

export interface NodeWriterOptions {
  readonly requests: Requests;
  /** Deadline of one request, ms. */
  readonly limitMs: number;
  /** The link has swallowed a write: it has to end. */
  readonly onLost: (failure: Failure) => void;
}

export class NodeWriter {
  readonly #options: NodeWriterOptions;
  readonly #forms = new Map<string, NodeForm>();

  constructor(options: NodeWriterOptions) {
    this.#options = options;
  }

  /** Never rejects. `nodeId` as this server has it. */
  async write(nodeId: string, { raw, deadlineAt }: WriteNodeOrder): Promise<WriteOutcome> {
    try {
      const form = await this.#formOf(nodeId, deadlineAt);
      if (typeof form === 'string') return refusal('refused', null, form);
      const cast = castValue(raw, form.type);
      if (!cast.ok) return refusal('not-writable', null, cast.problem);
      if (sharedMs() >= deadlineAt) return refusal('deadline', null, 'the deadline passed before it could be sent');
      return await this.#send(nodeId, variantOf(cast.cast, form.isArray));
    } catch (error) {
      const why = sharedMs() >= deadlineAt ? 'deadline' : 'not-connected';
      return refusal(why, null, failureOf(error).detail);
    }
  }

  /** Asked each time, so that the server proves that it answers; the type of a node is kept once it is known. */
  async #formOf(nodeId: string, deadlineAt: number): Promise<NodeForm | string> {
    const known = this.#forms.get(nodeId);
    const attributes = known ? [AttributeIds.DataType] : [AttributeIds.DataType, AttributeIds.Value];
    const request = new ReadRequest({
      timestampsToReturn: TimestampsToReturn.Neither,
      nodesToRead: attributes.map(attributeId => ({ nodeId, attributeId })),
    });
    const limitMs = Math.max(1, Math.min(this.#options.limitMs, deadlineAt - sharedMs()));
    const { results } = await this.#options.requests.send(request, ReadResponse, limitMs);
    if (known) return known;
    const [declared, current] = results ?? [];
    if (!declared?.statusCode.isGoodish()) return reasonOf(declared?.statusCode.name ?? 'no answer');
    const form = formFrom(declared, current);
    if (form === null) return 'the server does not say which type the node has';
    this.#forms.set(nodeId, form);
    return form;
  }

  /** From here on the device may have acted, whatever is heard. No time stamps: many servers refuse a write that has them. */
  async #send(nodeId: string, value: Variant): Promise<WriteOutcome> {
    const request = new WriteRequest({
      nodesToWrite: [{ nodeId, attributeId: AttributeIds.Value, value: { value } }],
    });
    const { requests, limitMs, onLost } = this.#options;
    const sentAt = sharedMs();
    const leftAt = performance.now();
    try {
      const { results } = await requests.send(request, WriteResponse, limitMs);
      const status = results?.[0];
      if (!status) return refusal('bad-answer', sentAt, 'the answer names no result');
      if (status.isGoodish()) return { ok: true, sentAt, answeredAt: sharedMs() };
      return refusal('refused', sentAt, reasonOf(status.name));
    } catch (error) {
      if (error instanceof ServiceFaultError) return refusal('refused', sentAt, reasonOf(error.status));
      const failure = failureOf(error);
      // Nothing that left later has been answered: what may still wait in buffers on the way must not arrive later.
      if (requests.provenAt <= leftAt) onLost(failure);
      return refusal('unanswered', sentAt, failure.detail);
    }
  }
}

function refusal(why: WriteRefusal, sentAt: number | null, detail: string): WriteOutcome {
  return { ok: false, why, sentAt, detail };
}

function reasonOf(status: string): string {
  const reason = Object.entries(REASONS).find(([name]) => status.startsWith(name))?.[1];
  return reason === undefined ? status : `${status}: ${reason}`;
}

/** By the declared type if that is a built-in one, else (enumerations, abstract numbers) by that of the value it has now. */
function formFrom(declared: DataValue, current: DataValue | undefined): NodeForm | null {
  const id: unknown = declared.value.value;
  const isNode = typeof id === 'object' && id !== null && 'namespace' in id && 'value' in id;
  const isBuiltIn =
    isNode && id.namespace === 0 && typeof id.value === 'number' && id.value > 0 && id.value <= LAST_CONCRETE_TYPE;
  const hasValue = current !== undefined && current.value.dataType !== 0;
  const isArray = hasValue && !isScalar(current);
  if (isBuiltIn) return { type: Number(id.value), isArray };
  return hasValue ? { type: current.value.dataType, isArray } : null;
}

function variantOf({ type, value }: CastValue, isArray: boolean): Variant {
  const dataType: DataType = type;
  return isArray
    ? new Variant({ dataType, arrayType: VariantArrayType.Array, value: [value] })
    : new Variant({ dataType, arrayType: VariantArrayType.Scalar, value });
}
