/** What every request adds to the record of its device. */
import type { DeviceRecord } from '../../../device-state.ts';
import type { LinkFault } from '../wire/fault.ts';
import type { Request } from '../wire/pdu.ts';

/** Unit and PDU; what the medium adds around them is not the device's. */
const sizeOf = ({ pdu }: Request): number => pdu.length + 1;

export function countReply(
  record: DeviceRecord,
  request: Request,
  reply: { bytes: number; roundTripMs: number },
): void {
  record.requests++;
  record.counters.replies++;
  record.counters.bytesSent += sizeOf(request);
  record.counters.bytesReceived += reply.bytes;
  record.roundTrip(reply.roundTripMs);
}

export function countFailure(record: DeviceRecord, request: Request, fault: LinkFault): void {
  record.requests++;
  record.failures++;
  record.counters.bytesSent += sizeOf(request);
  if (fault.exceptionCode !== null) record.counters.exceptions++;
  else if (fault.reason === 'timeout') record.timeouts++;
  else if (fault.reason === 'bad-frame') record.counters.badFrames++;
}
