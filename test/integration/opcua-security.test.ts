/** Every policy, mode and login against node-opcua's own server, and who decides whom to trust. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OPCUA_POLICIES, type OpcuaChannel, type OpcuaSecurity } from '../../main/project/types.ts';
import { COMM_LOSS, GOOD } from '../../shared/model/quality.ts';
import { opcuaTag, until } from '../kit/channel-recorder.ts';
import { kitNode, useOpcuaRig } from '../kit/opcua-rig.ts';
import { type KitNode, type KitStart, OpcuaTestServer } from '../kit/opcua-server.ts';

const rig = useOpcuaRig();
const NODES: readonly KitNode[] = [{ name: 'SP', type: 'Double', value: 1 }];
const TAGS = [opcuaTag(0, kitNode('SP'), 500)];
const SAFE: OpcuaSecurity = { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' };
const USER: OpcuaChannel['login'] = { kind: 'user', user: 'citygate' };
const ALL: Partial<KitStart> = {
  modes: ['None', 'Sign', 'SignAndEncrypt'],
  policies: [...OPCUA_POLICIES],
  isAnonymousAllowed: true,
  nodes: NODES,
};
const pairs = (['Sign', 'SignAndEncrypt'] as const).flatMap(mode =>
  OPCUA_POLICIES.filter(policy => policy !== 'None').map(policy => ({ mode, policy })),
);

describe('security of an OPC UA connection', () => {
  test('works with every policy and mode that the library offers', async () => {
    await rig.serve(ALL);
    rig.trustServer();
    for (const security of [...pairs, { mode: 'None', policy: 'None' } as const]) {
      const { recorder } = rig.open(TAGS, { security });
      const name = `${security.mode} ${security.policy}`;
      await until(`${name} (${recorder.last})`, () => recorder.of(0).q === GOOD, 12_000);
      await rig.closeChannels();
    }
  }, 120_000);

  test('is as the project wants it: a server that does not offer it is left alone', async () => {
    await rig.serve({ nodes: NODES });
    rig.trustServer();
    const { recorder, channel } = rig.open(TAGS, {
      security: { mode: 'Sign', policy: 'Aes256_Sha256_RsaPss' },
      login: USER,
    });
    await until('refused', () => recorder.last === 'offline/exception', 8_000);
    expect(channel.status()[0]?.detail).toBe('the server offers no Sign Aes256_Sha256_RsaPss');
  });

  test('lets nobody in as somebody else: anonymous where a login is wanted is refused', async () => {
    await rig.serve({ nodes: NODES });
    rig.trustServer();
    const { recorder } = rig.open(TAGS, { security: SAFE });
    await until('refused', () => recorder.last === 'offline/access-denied', 8_000);
    expect(recorder.changes.at(-1)?.detail).toMatch(/ANONYMOUS user token policy/);
  });

  test('takes a login by certificate, made on demand with a key for the owner only', async () => {
    await rig.serve({ nodes: NODES });
    rig.trustServer();
    const { recorder, channel } = rig.open(TAGS, { security: SAFE, login: { kind: 'certificate' } });
    await until('good', () => recorder.of(0).q === GOOD, 12_000);
    expect(statSync(join(rig.data, 'pki', 'user', 'key.pem')).mode & 0o077).toBe(0);
    const { user, own, inUse, trusted } = channel.certificates();
    expect(user?.sha1).toMatch(/^[0-9A-F]{40}$/);
    expect(user?.sha1).not.toBe(own?.sha1);
    expect(trusted.map(info => info.sha1)).toContain(inUse);
  });

  test('says which file the server has to trust when it refuses our user certificate', async () => {
    const folder = join(rig.root, 'server', 'user');
    rmSync(folder, { recursive: true, force: true });
    await rig.serve({ nodes: NODES, acceptsUsers: false });
    rig.trustServer();
    const { recorder } = rig.open(TAGS, { security: SAFE, login: { kind: 'certificate' } });
    await until('refused', () => recorder.last === 'offline/access-denied', 8_000);
    expect(recorder.changes.at(-1)?.detail).toMatch(/may have to trust .*user\/certificate\.pem/);
    expect(existsSync(folder)).toBe(true);
  });
});

describe('trust in the certificate of an OPC UA server', () => {
  const fresh = (name: string): string => {
    const data = join(rig.root, name);
    mkdirSync(data, { recursive: true });
    return data;
  };

  test('is given by a person who has compared the thumbprint, and acts within two seconds', async () => {
    await rig.serve({ nodes: NODES });
    const dataDirectory = fresh('trusting');
    const { channel, recorder } = rig.open(TAGS, { security: SAFE, login: USER }, { dataDirectory });
    await until('untrusted', () => recorder.last === 'offline/certificate-untrusted', 12_000);
    const { waiting, trusted, inUse } = channel.certificates();
    expect([waiting.length, trusted, inUse]).toEqual([1, [], null]);
    expect(recorder.changes.at(-1)?.detail).toContain(waiting[0]?.sha1);
    expect(channel.trust('00'.repeat(20))).toBeNull();
    await new Promise(resolve => setTimeout(resolve, 3_000));
    expect(channel.status()[0]).toMatchObject({ state: 'offline', cause: 'certificate-untrusted', requests: 1 });
    expect(channel.trust(waiting[0]?.sha256 ?? '')?.sha1).toBe(waiting[0]?.sha1);
    expect(await until('online', () => recorder.last === 'online/none', 8_000)).toBeLessThan(4_000);
    expect(channel.certificates()).toMatchObject({ waiting: [], inUse: waiting[0]?.sha1 });
  });

  test('is taken away: the connection ends at once and stays away until it is given again', async () => {
    const dataDirectory = join(rig.root, 'trusting');
    const { channel, recorder } = rig.open(TAGS, { security: SAFE, login: USER }, { dataDirectory });
    await until('good', () => recorder.of(0).q === GOOD, 8_000);
    const sha1 = channel.certificates().inUse ?? '';
    expect(channel.distrust(sha1)?.sha1).toBe(sha1);
    expect(recorder.of(0).q).toBe(COMM_LOSS);
    expect(recorder.last).toBe('offline/certificate-untrusted');
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(await rig.server.sessions()).toBe(0);
    expect(channel.certificates()).toMatchObject({ trusted: [], waiting: [{ sha1 }], inUse: null });
    channel.trust(sha1);
    await until('good again', () => recorder.of(0).q === GOOD, 8_000);
  });

  test('heals as well when somebody puts the file into the folder', async () => {
    const dataDirectory = fresh('by-hand');
    const { channel, recorder } = rig.open(TAGS, { security: SAFE, login: USER }, { dataDirectory });
    await until('untrusted', () => recorder.last === 'offline/certificate-untrusted', 12_000);
    const pki = join(dataDirectory, 'pki');
    cpSync(join(pki, 'rejected'), join(pki, 'trusted', 'certs'), { recursive: true });
    await until('online', () => recorder.last === 'online/none', 8_000);
    expect(readdirSync(join(pki, 'rejected'))).toEqual([]);
    expect(channel.certificates().trusted).toHaveLength(1);
  });

  test('does not help a certificate that has run out: it is refused in plain words', async () => {
    const dataDirectory = fresh('expired');
    const options = { port: rig.port, pki: join(rig.root, 'expired-server'), user: 'citygate', password: rig.password };
    await rig.server.kill();
    const server = await OpcuaTestServer.start({ ...options, nodes: NODES, isExpired: true });
    try {
      const { channel, recorder } = rig.open(TAGS, { security: SAFE, login: USER }, { dataDirectory });
      await until('untrusted', () => recorder.last === 'offline/certificate-untrusted', 12_000);
      const [waiting] = channel.certificates().waiting;
      expect(waiting?.problem?.en).toMatch(/^has expired on/);
      channel.trust(waiting?.sha1 ?? '');
      await until('still refused', () => (channel.status()[0]?.requests ?? 0) >= 2, 8_000);
      await until('in plain words', () => /has expired on .* renewed on the server/.test(detail()), 8_000);
      expect(channel.status()[0]).toMatchObject({ state: 'offline', cause: 'certificate-untrusted' });
      expect((await server.tell()).sessions).toBe(0);
      function detail(): string {
        return channel.status()[0]?.detail ?? '';
      }
    } finally {
      await rig.closeChannels();
      await server.kill();
    }
  });
});
