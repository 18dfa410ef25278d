/**
 * What stands before each frame in a packet of link type 252: tags that tell Wireshark which dissector the bytes are for, who
 * sent them and where they went (epan/exported_pdu.h: 16-bit tag, 16-bit length, value, all big-endian). Pure. The ports in the
 * tags are not those of the wire: Wireshark tells a Modbus request from an answer by the port alone, so the device always gets
 * the port that the dissector expects, and the station one by which channels stay apart in a merged file. The true address
 * stands in the interface's description.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { Protocol } from '../../../../shared/model/device.ts';

const TAG = {
  end: 0,
  dissector: 12,
  table: 14,
  ipv4Source: 20,
  ipv4Target: 21,
  ipv6Source: 22,
  ipv6Target: 23,
  portType: 24,
  sourcePort: 25,
  targetPort: 26,
  tableValue: 32,
} as const;

const PORT_TYPE_TCP = 2;

/**
 * By protocol: the dissector, and the port by which it knows the device. `mbrtu` has no port of its own and takes 0 for the
 * device; OPC UA has no dissector name in Wireshark 4.0, so it is found as whoever has TCP port 4840.
 */
const DISSECTORS: Record<Protocol, { readonly name: string | null; readonly devicePort: number }> = {
  'modbus-tcp': { name: 'mbtcp', devicePort: 502 },
  'modbus-rtu-tcp': { name: 'mbrtu', devicePort: 0 },
  'modbus-rtu': { name: 'mbrtu', devicePort: 0 },
  opcua: { name: null, devicePort: 4840 },
};

/** First of the ports that IANA leaves to everybody (RFC 6335, 6). */
const FIRST_STATION_PORT = 49_152;
const STATION_PORTS = 65_536 - FIRST_STATION_PORT;

export interface PduLink {
  readonly protocol: Protocol;
  /** Address literal or name of the device; null on a serial port. */
  readonly host: string | null;
  /** Place of the channel in its project. */
  readonly channelIndex: number;
}

function tag(code: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + value.length);
  bytes.writeUInt16BE(code, 0);
  bytes.writeUInt16BE(value.length, 2);
  bytes.set(value, 4);
  return bytes;
}

function numberTag(code: number, value: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32BE(value, 0);
  return tag(code, word);
}

/** A name is padded with zeros to 32 bits, at least one: it ends there. */
function textTag(code: number, text: string): Buffer {
  const bytes = Buffer.alloc((text.length + 4) & ~3);
  bytes.write(text, 'latin1');
  return tag(code, bytes);
}

/** Bytes of an IP address; null for a name, which no tag can carry. */
export function addressBytes(host: string): Buffer | null {
  if (isIPv4(host)) return Buffer.from(host.split('.').map(Number));
  if (!isIPv6(host) || host.includes('%')) return null;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  const hex = (high: string | undefined, low: string | undefined) => (Number(high) * 256 + Number(low)).toString(16);
  const text = dotted === null ? host : `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}`;
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16)));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Buffer.from(all.flatMap(group => [group >> 8, group & 0xff]));
}

/** Tags before the frames of one direction. The station's own address is not known here: it is "this host", all zeros. */
export function frameHeader({ protocol, host, channelIndex }: PduLink, direction: 'sent' | 'received'): Buffer {
  const { name, devicePort } = DISSECTORS[protocol];
  const stationPort = FIRST_STATION_PORT + (channelIndex % STATION_PORTS);
  const dissector =
    name === null
      ? [textTag(TAG.table, 'tcp.port'), numberTag(TAG.tableValue, devicePort)]
      : [textTag(TAG.dissector, name)];
  const address = host === null ? null : addressBytes(host);
  const isSent = direction === 'sent';
  return Buffer.concat([
    ...dissector,
    ...(address === null ? [] : addressTags(address, isSent)),
    numberTag(TAG.portType, PORT_TYPE_TCP),
    numberTag(TAG.sourcePort, isSent ? stationPort : devicePort),
    numberTag(TAG.targetPort, isSent ? devicePort : stationPort),
    tag(TAG.end, Buffer.alloc(0)),
  ]);
}

function addressTags(device: Buffer, isSent: boolean): readonly Buffer[] {
  const here = Buffer.alloc(device.length);
  const [source, target] = device.length === 4 ? [TAG.ipv4Source, TAG.ipv4Target] : [TAG.ipv6Source, TAG.ipv6Target];
  return [tag(source, isSent ? here : device), tag(target, isSent ? device : here)];
}

/** Tags before a mark. The syslog dissector is the one that shows a text in the list of packets in every version. */
export function markHeader(): Buffer {
  return Buffer.concat([textTag(TAG.dissector, 'syslog'), tag(TAG.end, Buffer.alloc(0))]);
}

/** RFC 3164, 4.1.1: facility user, severity notice. */
export const markBytes = (text: string): Buffer => Buffer.from(`<13>${text}`);

/** Length of the tags at the start of a packet; null when they do not end. */
export function headerLength(data: Buffer): number | null {
  for (let at = 0; at + 4 <= data.length; ) {
    const code = data.readUInt16BE(at);
    at += 4 + data.readUInt16BE(at + 2);
    if (code === TAG.end) return at <= data.length ? at : null;
  }
  return null;
}
