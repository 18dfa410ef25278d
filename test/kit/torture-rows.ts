/**
 * The rows of the torture table (protocols.md §4) that a reply to a read can bring, with their numbers there: what the device
 * does to one request, and what that request must come to.
 */
import { type Behaviour, faults } from './fake-modbus-server.ts';

export interface Row {
  readonly name: string;
  readonly fault: () => Behaviour;
  /** What the request that meets the fault comes to. */
  readonly becomes: 'timeout' | 'bad-frame' | 'reset' | 'closed' | 'right';
  /** What is left of the connection. Unless told, it ends on TCP and goes on after a silence on a line. */
  readonly link?: 'ends' | 'goes on';
  /** The frame does not leave whole and at once: what the device sent right after it would become part of it. */
  readonly isInPieces?: boolean;
}

/** On every medium. */
export const BOTH: readonly Row[] = [
  { name: 'silence', fault: faults.silence, becomes: 'timeout', link: 'goes on' },
  { name: 'a reply of another unit (04)', fault: faults.wrongUnit, becomes: 'bad-frame' },
  { name: 'a reply of another function (05)', fault: faults.wrongFunction, becomes: 'bad-frame' },
  { name: 'an exception of another unit (02)', fault: faults.exceptionOfWrongUnit, becomes: 'bad-frame' },
  { name: 'a reply byte by byte (07)', fault: faults.byteWise, becomes: 'right', isInPieces: true },
  { name: 'fewer registers than asked (13)', fault: faults.tooFew, becomes: 'bad-frame' },
  { name: 'more registers than asked (14)', fault: faults.tooMany, becomes: 'bad-frame' },
  { name: 'a byte count that is too large (14b)', fault: () => faults.byteCount(2), becomes: 'bad-frame' },
  { name: 'a byte count that is too small', fault: () => faults.byteCount(-2), becomes: 'bad-frame' },
  { name: 'half a frame and silence (15)', fault: faults.cutShort, becomes: 'timeout', isInPieces: true },
  {
    name: 'a reset in the middle of a frame (20)',
    fault: faults.resetMidFrame,
    becomes: 'reset',
    link: 'ends',
    isInPieces: true,
  },
  {
    name: 'an end in the middle of a frame (21)',
    fault: faults.finMidFrame,
    becomes: 'closed',
    link: 'ends',
    isInPieces: true,
  },
  { name: 'an HTTP answer (18)', fault: faults.httpBanner, becomes: 'bad-frame' },
  { name: 'bytes without meaning', fault: faults.garbage, becomes: 'bad-frame' },
];

export const TCP_ONLY: readonly Row[] = [
  { name: 'another transaction id (03)', fault: faults.wrongTransaction, becomes: 'timeout', link: 'goes on' },
  { name: 'always transaction id 0 (03)', fault: faults.zeroTransaction, becomes: 'timeout', link: 'goes on' },
  {
    name: 'the reply of 256 transactions later (12)',
    fault: faults.transactionModulo256,
    becomes: 'timeout',
    link: 'goes on',
  },
  { name: 'a protocol id that is not 0 (06)', fault: faults.protocolId, becomes: 'bad-frame' },
  { name: 'a length field of 65535 (17)', fault: () => faults.mbapLength(65_535), becomes: 'bad-frame' },
  { name: 'a length field of 0 (16)', fault: () => faults.mbapLength(0), becomes: 'bad-frame' },
  { name: 'a length field of 1 (16)', fault: () => faults.mbapLength(1), becomes: 'bad-frame' },
  { name: 'a length field of 2', fault: () => faults.mbapLength(2), becomes: 'bad-frame' },
  { name: 'a length field one too large', fault: () => faults.mbapLength(24), becomes: 'timeout' },
  { name: 'the same reply twice (11)', fault: faults.duplicate, becomes: 'right' },
  { name: 'the last reply once more before this one (08)', fault: faults.concatenated, becomes: 'right' },
];

export const RTU_ONLY: readonly Row[] = [
  { name: 'a wrong CRC', fault: faults.badCrc, becomes: 'bad-frame' },
  { name: 'a flipped bit', fault: faults.flippedBit, becomes: 'bad-frame' },
  { name: 'the same reply twice', fault: faults.duplicate, becomes: 'right' },
  { name: 'the echo of the request (T05)', fault: faults.echo, becomes: 'bad-frame' },
];
