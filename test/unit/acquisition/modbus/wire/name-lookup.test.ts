/** Names of devices: a dead name server keeps nobody waiting but those who need it. */
import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkFault } from '../../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import { askSystem, NameLookup, PATIENCE_MS } from '../../../../../main/acquisition/drivers/modbus/wire/name-lookup.ts';

const ipv4 = (address: string): LookupAddress[] => [{ address, family: 4 }];

/** A name server that answers when the test says so. */
class FakeNameServer {
  /** Every name asked, in order. */
  readonly asked: string[] = [];
  readonly #open: { name: string; answer: (found: LookupAddress[] | string) => void }[] = [];

  readonly resolve = (name: string): Promise<LookupAddress[]> => {
    this.asked.push(name);
    return new Promise((resolve, reject) => {
      const answer = (found: LookupAddress[] | string): void => {
        if (typeof found === 'string') reject(Object.assign(new Error(`getaddrinfo ${found}`), { code: found }));
        else resolve(found);
      };
      this.#open.push({ name, answer });
    });
  };

  /** With addresses, or the code of an error. */
  async answer(name: string, found: LookupAddress[] | string): Promise<void> {
    const at = this.#open.findIndex(question => question.name === name);
    const [question] = at < 0 ? [] : this.#open.splice(at, 1);
    if (question === undefined) throw new Error(`${name} is not being looked up`);
    question.answer(found);
    await vi.advanceTimersByTimeAsync(0);
  }
}

function bench() {
  const server = new FakeNameServer();
  const names = new NameLookup(server.resolve);
  /** What it was told so far: addresses, or the words of a failure. */
  const find = (name: string, patienceMs = PATIENCE_MS) => {
    const told: string[] = [];
    const giveUp = names.find(name, patienceMs, found => {
      told.push(found instanceof LinkFault ? `${found.reason}: ${found.message}` : String(found[0]?.address));
    });
    return { told, giveUp };
  };
  return { server, find };
}

describe('NameLookup', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks a name up once for all who wait for it, however it is spelt', async () => {
    const { server, find } = bench();
    const all = [find('plc'), find('PLC'), find('plc')];
    expect(server.asked).toEqual(['plc']);
    await server.answer('plc', ipv4('10.0.0.1'));
    expect(all.map(one => one.told)).toEqual([['10.0.0.1'], ['10.0.0.1'], ['10.0.0.1']]);
    find('plc');
    expect(server.asked).toEqual(['plc', 'plc']);
  });

  it('looks two names up at once, the others in turn', async () => {
    const { server, find } = bench();
    const all = ['a', 'b', 'c', 'd'].map(name => find(name));
    expect(server.asked).toEqual(['a', 'b']);
    await server.answer('b', ipv4('10.0.0.2'));
    expect(server.asked).toEqual(['a', 'b', 'c']);
    await server.answer('a', 'ENOTFOUND');
    expect(server.asked).toEqual(['a', 'b', 'c', 'd']);
    await server.answer('c', ipv4('10.0.0.3'));
    await server.answer('d', ipv4('10.0.0.4'));
    expect(all.map(one => one.told.length)).toEqual([1, 1, 1, 1]);
  });

  it('lets names that failed last time wait until the others had their turn', async () => {
    const { server, find } = bench();
    for (const name of ['dead-1', 'dead-2', 'dead-3']) {
      find(name);
      await server.answer(name, 'EAI_AGAIN');
    }
    for (const name of ['dead-1', 'dead-2', 'dead-3', 'new']) find(name);
    await server.answer('dead-1', 'EAI_AGAIN');
    expect(server.asked.slice(3)).toEqual(['dead-1', 'dead-2', 'new']);
  });

  it('takes the last good address when the lookup has not answered in time, and the new one once it has', async () => {
    const { server, find } = bench();
    find('plc');
    await server.answer('plc', ipv4('10.0.0.1'));
    const second = find('plc');
    await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    expect(second.told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(second.told).toEqual(['10.0.0.1']);
    await server.answer('plc', ipv4('10.0.0.9'));
    const third = find('plc', 50);
    await vi.advanceTimersByTimeAsync(50);
    expect([second.told, third.told]).toEqual([['10.0.0.1'], ['10.0.0.9']]);
  });

  it('takes the last good address while other names keep the name server', async () => {
    const { server, find } = bench();
    find('plc');
    await server.answer('plc', ipv4('10.0.0.1'));
    for (let n = 0; n < 10; n++) find(`dead-${n}`);
    const again = find('plc');
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(again.told).toEqual(['10.0.0.1']);
  });

  it('takes the last good address when the lookup fails', async () => {
    const { server, find } = bench();
    find('plc');
    await server.answer('plc', ipv4('10.0.0.1'));
    const again = find('plc');
    await server.answer('plc', 'ENOTFOUND');
    expect(again.told).toEqual(['10.0.0.1']);
  });

  it.each([
    ['ENOTFOUND', 'unreachable: the name plc could not be resolved: nobody has this name (ENOTFOUND)'],
    ['EAI_AGAIN', 'unreachable: the name plc could not be resolved: no answer from the name server (EAI_AGAIN)'],
    ['EAI_FAIL', 'unreachable: the name plc could not be resolved: EAI_FAIL'],
    [[], 'unreachable: the name plc could not be resolved: it has no address'],
  ])('says in plain words that a name could not be resolved (%s)', async (answer, words) => {
    const { server, find } = bench();
    const { told } = find('plc');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    await server.answer('plc', answer);
    expect(told).toEqual([words]);
  });

  it('knows localhost without asking', async () => {
    const { server, find } = bench();
    const { told } = find('LocalHost');
    await vi.advanceTimersByTimeAsync(0);
    expect([told, server.asked]).toEqual([['127.0.0.1'], []]);
  });

  it('tells nothing to those who gave up, keeps no timer for them, and what is found stays known', async () => {
    const { server, find } = bench();
    const gone = find('plc');
    gone.giveUp();
    expect(vi.getTimerCount()).toBe(0);
    await server.answer('plc', ipv4('10.0.0.1'));
    expect(gone.told).toEqual([]);
    const next = find('plc');
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(next.told).toEqual(['10.0.0.1']);
  });
});

describe('askSystem', () => {
  it('gives the addresses of the hosts file', async () => {
    expect((await askSystem('localhost')).map(({ address }) => address)).toContain('127.0.0.1');
  });
});
