/**
 * Substituted and forced values of a whole station as a process: kept over a kill, gone when their time has come, never written
 * to a device, and never a reason not to start.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StationEvent } from '../../shared/model/event.ts';
import type { OverrideEntry, TagReading } from '../../shared/model/tag.ts';
import { FakeModbusServer } from '../kit/fake-modbus-server.ts';
import { writeProject } from '../kit/project-builder.ts';
import { StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();
const BY = { who: 'Li', why: 'transmitter repair' };
/** A Modbus function code above 4 writes. */
const LAST_READ_CODE = 4;

/** One order after the other until one fails: the station was killed. */
async function giveUntilRefused(give: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await give();
    } catch {
      return;
    }
  }
}

describe('overrides of a station', () => {
  let plc: FakeModbusServer;
  let project: string;
  let data: string;
  let station: StationProcess | undefined;

  const start = async (): Promise<StationProcess> => {
    station = await StationProcess.start({ project, data });
    return station;
  };
  const read = async (tag: string) => (await running().value<TagReading[]>('tags.read', { tags: [tag] }))[0];
  const running = (): StationProcess => {
    if (station === undefined) throw new Error('the station does not run');
    return station;
  };
  const good = (tag: string, value: number) =>
    waitFor(`${tag} to be ${value}`, async () => {
      const reading = await read(tag);
      return reading?.quality === 'good' && reading.value === value;
    });
  const force = (tag: string, value: number, forMs: number) =>
    running().value('tags.override', { tag, kind: 'force', value, until: Date.now() + forMs, ...BY });
  const texts = async () => (await running().value<StationEvent[]>('events.recent')).map(e => e.text.en);

  beforeEach(async () => {
    plc = await new FakeModbusServer().listen();
    project = writeProject(join(temporaryFolder(), 'project'), {
      channels: [{ id: 'plc', port: plc.port, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: [
        { name: 'P', device: 'PLC', offset: 5 },
        { name: 'Q', device: 'PLC', offset: 6 },
      ],
      calculations: { SUM: '[P] + [Q]' },
    });
    data = join(temporaryFolder(), 'data');
    await start();
    await good('SUM', 11);
  });
  afterEach(async () => {
    await station?.stop();
    await plc.close();
  });

  it('holds over a kill as soon as it is acknowledged, is in force before the first sample, and writes to no device', async () => {
    await force('P', 50, 3_600_000);
    await running().kill();
    await start();
    expect(await read('P')).toMatchObject({ value: 50, quality: 'uncertain', reason: 'forced' });
    await waitFor('the sum', async () => (await read('SUM'))?.value === 56);
    expect((await texts()).filter(t => t.startsWith('P keeps the forced value 50'))).toHaveLength(1);
    expect(await running().value<OverrideEntry[]>('tags.overrides')).toMatchObject([
      { tag: 'P', live: { value: 5, quality: 'good' }, ...BY },
    ]);
    await running().value('tags.release', { tag: 'P', ...BY });
    await running().kill();
    await start();
    await good('SUM', 11);
    expect(plc.requests.filter(r => r.code > LAST_READ_CODE)).toEqual([]);
  });

  it('keeps the last acknowledged state, whatever moment it is killed at', async () => {
    let given = 0;
    let acknowledged = 0;
    for (let round = 0; round < 3; round++) {
      const before = acknowledged;
      const giving = giveUntilRefused(async () => {
        await force('P', ++given, 3_600_000);
        acknowledged = given;
      });
      await waitFor('some acknowledgements', () => acknowledged > before + 3 * round);
      await running().kill();
      await giving;
      await start();
      const entries = await running().value<OverrideEntry[]>('tags.overrides');
      expect(entries).toHaveLength(1);
      // The one that was on the way may have got through without being heard of.
      expect([acknowledged, given]).toContain(entries[0]?.value);
    }
  });

  it('expires by itself, while it runs and while it does not', async () => {
    await force('P', 50, 2_500);
    await good('P', 5);
    expect((await texts()).filter(t => t.includes('has expired'))).toHaveLength(1);
    const until = Date.now() + 4_000;
    await force('Q', 60, 4_000);
    await running().kill();
    await waitFor('its end', () => Date.now() > until);
    await start();
    await good('Q', 6);
    // The first is from the run before: events are kept.
    expect((await texts()).filter(t => t.includes('has expired'))).toEqual([
      'The forced value 50 of P by Li has expired; the live value is back',
      'The forced value 60 of Q by Li has expired; the live value is back',
    ]);
  });

  it('starts with live values when the register is damaged, keeps the file aside and says so', async () => {
    await force('P', 50, 3_600_000);
    await running().kill();
    const whole = readFileSync(join(data, 'overrides.json'), 'utf8');
    writeFileSync(join(data, 'overrides.json'), whole.slice(0, whole.length / 2));
    await start();
    await good('P', 5);
    expect((await texts()).some(t => t.startsWith('The register of overrides is damaged'))).toBe(true);
    const aside = readdirSync(data).find(name => name.startsWith('overrides-damaged-')) ?? '';
    expect(readFileSync(join(data, aside), 'utf8')).toBe(whole.slice(0, whole.length / 2));
    await force('P', 51, 3_600_000);
    expect(await read('P')).toMatchObject({ value: 51, reason: 'forced' });
  });
});
