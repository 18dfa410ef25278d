/** Tags before a frame: what Wireshark goes by. That it really does is tested with tshark (test/integration). */
import { describe, expect, it } from 'vitest';
import {
  addressBytes,
  frameHeader,
  headerLength,
  markBytes,
  markHeader,
  type PduLink,
} from '../../../../../main/acquisition/recorder/format/exported-pdu.ts';
import { randomOf } from '../../../support/samples.ts';

/** Tags by code, values as hex. */
function tagsOf(header: Buffer): Record<number, string> {
  const tags: Record<number, string> = {};
  for (let at = 0; at < header.length; ) {
    const length = header.readUInt16BE(at + 2);
    expect(length % 4).toBe(0);
    tags[header.readUInt16BE(at)] = header.subarray(at + 4, at + 4 + length).toString('hex');
    at += 4 + length;
  }
  return tags;
}

const link = (change: Partial<PduLink>): PduLink => ({
  protocol: 'modbus-tcp',
  host: '10.1.2.3',
  channelIndex: 0,
  ...change,
});
const hex = (text: string): string => Buffer.from(text).toString('hex');

describe('tags', () => {
  it('name the dissector, both ends and the direction by the ports', () => {
    expect(tagsOf(frameHeader(link({}), 'sent'))).toEqual({
      12: hex('mbtcp\0\0\0'),
      20: '00000000',
      21: '0a010203',
      24: '00000002',
      25: '0000c000',
      26: '000001f6',
      0: '',
    });
    expect(tagsOf(frameHeader(link({}), 'received'))).toMatchObject({
      20: '0a010203',
      21: '00000000',
      25: '000001f6',
      26: '0000c000',
    });
  });

  it('give the device port 0 where RTU frames are meant, whatever carries them', () => {
    for (const protocol of ['modbus-rtu', 'modbus-rtu-tcp'] as const) {
      expect(tagsOf(frameHeader(link({ protocol }), 'sent'))).toMatchObject({ 12: hex('mbrtu\0\0\0'), 26: '00000000' });
    }
  });

  it('find OPC UA by its port in the TCP table', () => {
    const tags = tagsOf(frameHeader(link({ protocol: 'opcua' }), 'received'));
    expect(tags).toMatchObject({ 14: hex('tcp.port\0\0\0\0'), 32: '000012e8', 25: '000012e8' });
    expect(tags[12]).toBeUndefined();
  });

  it('keep channels apart by the port of the station, which stays a port', () => {
    expect(tagsOf(frameHeader(link({ channelIndex: 3 }), 'sent'))[25]).toBe('0000c003');
    expect(tagsOf(frameHeader(link({ channelIndex: 16_384 + 3 }), 'sent'))[25]).toBe('0000c003');
  });

  it('leave the addresses out on a serial port and for a name', () => {
    for (const host of [null, 'plc.station.local', 'fe80::1%eth0']) {
      expect(Object.keys(tagsOf(frameHeader(link({ host }), 'sent')))).toEqual(['0', '12', '24', '25', '26']);
    }
  });

  it('carry IPv6 addresses', () => {
    expect(tagsOf(frameHeader(link({ host: 'fd00::10' }), 'sent'))).toMatchObject({
      22: '00'.repeat(16),
      23: 'fd000000000000000000000000000010',
    });
  });

  it('show a mark as a line of syslog', () => {
    expect(tagsOf(markHeader())).toEqual({ 12: hex('syslog\0\0'), 0: '' });
    expect(markBytes('connected').toString()).toBe('<13>connected');
  });
});

describe('addresses', () => {
  it.each([
    ['192.168.0.255', 'c0a800ff'],
    ['::', '00'.repeat(16)],
    ['::1', `${'00'.repeat(15)}01`],
    ['1::', `0001${'00'.repeat(14)}`],
    ['2001:db8:0:1:2:3:4:ffff', '20010db800000001000200030004ffff'],
    ['2001:db8::4:ffff', '20010db800000000000000000004ffff'],
    ['::ffff:192.168.1.2', '00000000000000000000ffffc0a80102'],
  ])('%s', (host, bytes) => {
    expect(addressBytes(host)?.toString('hex')).toBe(bytes);
  });
});

describe('the length of the tags', () => {
  it('is found again, with any frame behind them', () => {
    for (const header of [
      frameHeader(link({}), 'sent'),
      frameHeader(link({ protocol: 'opcua' }), 'sent'),
      markHeader(),
    ]) {
      expect(headerLength(Buffer.concat([header, Buffer.alloc(7)]))).toBe(header.length);
    }
  });

  it('is unknown when they do not end, and nothing is read beyond the packet', () => {
    const header = frameHeader(link({}), 'sent');
    for (let end = 0; end < header.length; end++) expect(headerLength(header.subarray(0, end))).toBe(null);
    const random = randomOf(12);
    for (let i = 0; i < 2_000; i++) {
      const bytes = Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)));
      expect(headerLength(bytes) ?? 0).toBeLessThanOrEqual(bytes.length);
    }
  });
});
