/** Decisions about certificates and looks round in a server: named channels only, one event for each decision. */
import { describe, expect, it } from 'vitest';
import type { BrowseResult, OpcuaEngineering } from '../../../main/acquisition/drivers/opcua/engineering.ts';
import { EventLog } from '../../../main/events/event-log.ts';
import { listCertificates, setTrust } from '../../../main/handlers/certificates.ts';
import { browseOpcua } from '../../../main/handlers/opcua.ts';
import type { CertificateInfo } from '../../../shared/model/opcua.ts';
import { HandClock } from '../support/hand-clock.ts';

const SHA1 = 'AB'.repeat(20);
const info: CertificateInfo = {
  sha1: SHA1,
  sha256: 'CD'.repeat(32),
  subject: 'CN=GC',
  issuer: 'CN=GC',
  applicationUri: 'urn:gc',
  validFrom: 0,
  validTo: 1,
  seenAt: 0,
  problem: null,
};

function parts(answer: BrowseResult = { ok: true, page: { nodes: [], next: null } }) {
  const asked: unknown[] = [];
  const gc: OpcuaEngineering = {
    id: 'gc',
    certificates: () => ({ channel: 'gc', own: null, user: null, trusted: [], waiting: [info], inUse: null }),
    trust: thumbprint => (asked.push(['trust', thumbprint]), thumbprint === SHA1 ? info : null),
    distrust: thumbprint => (asked.push(['distrust', thumbprint]), thumbprint === SHA1 ? info : null),
    browse: request => (asked.push(request), Promise.resolve(answer)),
  };
  return { asked, opcua: new Map([['gc', gc]]), events: new EventLog(new HandClock()) };
}

const decision = { channel: 'gc', thumbprint: SHA1, who: 'Li', why: 'compared by phone' };

describe('certificates.*', () => {
  it('lists every OPC UA channel', () => {
    expect(listCertificates(parts())).toMatchObject([{ channel: 'gc', waiting: [{ sha1: SHA1 }] }]);
  });

  it('tells everybody in both languages who trusts which certificate, and who no longer', () => {
    const p = parts();
    setTrust(p, { ...decision, isTrusted: true });
    setTrust(p, { ...decision, isTrusted: false });
    expect(p.asked).toEqual([
      ['trust', SHA1],
      ['distrust', SHA1],
    ]);
    expect(p.events.recent(9).map(event => event.text)).toEqual([
      {
        zh: `Li 信任通道 gc 的服务器证书 CN=GC（SHA-1 ${SHA1}）：compared by phone`,
        en: `Li trusts the server certificate CN=GC (SHA-1 ${SHA1}) of channel gc: compared by phone`,
      },
      {
        zh: `Li 不再信任通道 gc 的服务器证书 CN=GC（SHA-1 ${SHA1}）：compared by phone`,
        en: `Li no longer trusts the server certificate CN=GC (SHA-1 ${SHA1}) of channel gc: compared by phone`,
      },
    ]);
  });

  it('refuses a channel or a certificate that is not there, and tells nobody', () => {
    const p = parts();
    const call = (change: Partial<typeof decision>, isTrusted: boolean) => () =>
      setTrust(p, { ...decision, ...change, isTrusted });
    expect(call({ channel: 'x' }, true)).toThrow('no OPC UA channel "x"');
    expect(call({ thumbprint: 'EF'.repeat(20) }, true)).toThrow('waits to be trusted');
    expect(call({ thumbprint: 'EF'.repeat(20) }, false)).toThrow('No certificate is trusted');
    expect(p.events.recent(9)).toEqual([]);
  });
});

describe('opcua.browse', () => {
  it('begins at the top without a node and goes on with a page', async () => {
    const p = parts();
    expect(await browseOpcua(p, { channel: 'gc' })).toEqual({ nodes: [], next: null });
    await browseOpcua(p, { channel: 'gc', node: 'i=85', page: 3 });
    expect(p.asked).toEqual([
      { node: null, page: null },
      { node: 'i=85', page: 3 },
    ]);
  });

  it('says plainly when there is no connection, and what the server refuses', async () => {
    const lost = parts({ ok: false, why: 'not-connected', detail: '' });
    await expect(browseOpcua(lost, { channel: 'gc' })).rejects.toThrow('has no connection to its server');
    const refused = parts({ ok: false, why: 'refused', detail: 'BadNodeIdUnknown' });
    await expect(browseOpcua(refused, { channel: 'gc' })).rejects.toThrow('BadNodeIdUnknown');
    await expect(browseOpcua(refused, { channel: 'x' })).rejects.toMatchObject({ code: 'not-possible' });
  });
});
