import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import {
  AttributeIds,
  type ClientSession,
  type DataValue,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
} from 'node-opcua';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningField } from '../../main/simulator/start-field.ts';
import { openField, PASSWORD, pause, portOf, RawClient, temporaryDirectory } from './field-harness.ts';

describe('demo chromatograph on OPC UA', () => {
  const data = temporaryDirectory();
  let field: RunningField;
  let certificates: OPCUACertificateManager;

  beforeAll(async () => {
    field = await openField(data.path);
    certificates = new OPCUACertificateManager({
      rootFolder: join(data.path, 'client'),
      automaticallyAcceptUnknownCertificate: false,
      disableFileWatchers: true,
    });
    await certificates.initialize();
    await certificates.trustCertificate(Buffer.from(field.ready.certificates['gc'] ?? '', 'base64'));
  }, 60_000);
  afterAll(async () => {
    await certificates?.dispose();
    await field?.stop();
    data.remove();
  });

  async function withSession<T>(
    login: { user?: string; password?: string; mode?: MessageSecurityMode; policy?: SecurityPolicy },
    work: (session: ClientSession) => Promise<T>,
  ): Promise<T> {
    const client = OPCUAClient.create({
      securityMode: login.mode ?? MessageSecurityMode.SignAndEncrypt,
      securityPolicy: login.policy ?? SecurityPolicy.Basic256Sha256,
      clientCertificateManager: certificates,
      connectionStrategy: { maxRetry: 0 },
      defaultTransactionTimeout: 5000,
      transportTimeout: 2000,
    });
    try {
      await client.connect(`opc.tcp://127.0.0.1:${portOf(field.ready, 'gc')}/gc`);
      const session = await client.createSession(
        login.user === undefined
          ? undefined
          : { type: UserTokenType.UserName, userName: login.user, password: login.password ?? '' },
      );
      const result = await work(session);
      await session.close();
      return result;
    } finally {
      await client.disconnect();
    }
  }

  const operator = { user: 'citygate', password: PASSWORD };
  const read = async (session: ClientSession, tag: string): Promise<DataValue> => {
    const namespace = (await session.readNamespaceArray()).indexOf('urn:citygate:demo:gc');
    return session.read({ nodeId: `ns=${namespace};s=${tag}`, attributeId: AttributeIds.Value });
  };

  it('serves the composition with the time of the analysis to a client with the right password', async () => {
    await withSession(operator, async session => {
      const methane = await read(session, 'AT-1501.C1');
      expect(methane.statusCode.name).toBe('Good');
      expect(methane.value.value).toBeCloseTo(94, 0);
      const names = ['C1', 'C2', 'C3', 'iC4', 'nC4', 'iC5', 'nC5', 'C6+', 'N2', 'CO2'];
      const all = await Promise.all(names.map(name => read(session, `AT-1501.${name}`)));
      expect(all.reduce((sum, v) => sum + Number(v.value.value), 0)).toBeCloseTo(100, 2);
      expect(new Set(all.map(v => v.sourceTimestamp?.getTime())).size).toBe(1);
      expect(Number((await read(session, 'XI-1501')).value.value)).toBe(0);
    });
  });

  it('refuses a wrong password, nobody, and a connection without encryption', async () => {
    await expect(withSession({ ...operator, password: 'guess' }, s => read(s, 'XI-1501'))).rejects.toThrow(
      /BadUserAccessDenied|BadIdentityToken/,
    );
    await expect(withSession({}, s => read(s, 'XI-1501'))).rejects.toThrow(
      /anonymous|BadIdentityToken|BadUserAccessDenied/i,
    );
    const open = { ...operator, mode: MessageSecurityMode.None, policy: SecurityPolicy.None };
    await expect(withSession(open, s => read(s, 'XI-1501'))).rejects.toThrow();
  });

  it('has a certificate that is valid since before today and for years', () => {
    const certificate = new X509Certificate(Buffer.from(field.ready.certificates['gc'] ?? '', 'base64'));
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now() - 86_400_000);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 10 * 365 * 86_400_000);
    expect(certificate.subjectAltName).toContain('127.0.0.1');
  });

  it('marks the composition bad and the word faulty while the analyser is out', async () => {
    await withSession(operator, async session => {
      await field.runtime.inject({ fault: 'gc-out' });
      await pause(800);
      expect((await read(session, 'AT-1501.C1')).statusCode.name).toBe('BadDeviceFailure');
      expect((await read(session, 'XI-1501')).value.value).toBe(1);
      await field.runtime.clear({ fault: 'gc-out' });
      await pause(800);
      expect((await read(session, 'AT-1501.C1')).statusCode.name).toBe('Good');
    });
  });

  it('passes a forced value on', async () => {
    await withSession(operator, async session => {
      await field.runtime.force('AT-1501.CO2', 3.25);
      expect((await read(session, 'AT-1501.CO2')).value.value).toBe(3.25);
      field.runtime.parts.registers.release();
    });
  });

  it('accepts a connection and says nothing during device-half-open', async () => {
    await field.runtime.inject({ fault: 'device-half-open', target: 'GC' });
    const client = await RawClient.open(portOf(field.ready, 'gc'));
    // A hello of 32 bytes, as every OPC UA client begins.
    const hello = Buffer.concat([Buffer.from('HELF'), Buffer.from([32, 0, 0, 0]), Buffer.alloc(24)]);
    expect(await client.exchange(hello, 1, 500)).toHaveLength(0);
    expect(client.closed).toBe(false);
    client.socket.destroy();
    await field.runtime.clear({ target: 'GC' });
  });

  it('answers late during device-slow, and at once after it', async () => {
    // A hello of OPC UA Part 6, 7.1.2: version 0, three buffers of 8 KiB, no limits, the address.
    const url = Buffer.from(`opc.tcp://127.0.0.1:${portOf(field.ready, 'gc')}/gc`);
    const body = Buffer.alloc(24);
    for (const at of [4, 8, 12]) body.writeUInt32LE(8192, at);
    body.writeUInt32LE(url.length, 20);
    const hello = Buffer.concat([Buffer.from('HELF'), Buffer.alloc(4), body, url]);
    hello.writeUInt32LE(hello.length, 4);
    const acknowledged = async (patienceMs: number): Promise<string> => {
      const client = await RawClient.open(portOf(field.ready, 'gc'));
      const reply = await client.exchange(hello, 28, patienceMs);
      client.socket.destroy();
      return reply.subarray(0, 4).toString('latin1');
    };
    expect(await acknowledged(2000)).toBe('ACKF');
    await field.runtime.inject({ fault: 'device-slow', target: 'GC', value: 700 });
    expect(await acknowledged(400)).toBe('');
    expect(await acknowledged(3000)).toBe('ACKF');
    await field.runtime.clear({ target: 'GC' });
    expect(await acknowledged(600)).toBe('ACKF');
  });

  it.each(['device-offline', 'device-garbage'])('cannot be reached during %s and comes back', async fault => {
    await field.runtime.inject({ fault, target: 'GC' });
    await expect(withSession(operator, s => read(s, 'XI-1501'))).rejects.toThrow();
    await field.runtime.clear({ fault });
    await withSession(operator, async session => expect((await read(session, 'XI-1501')).value.value).toBe(0));
  });
});
