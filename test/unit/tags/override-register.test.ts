/** Overrides with disk and events: nothing is told before it is kept, an end is never refused, a restart changes nothing. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLog } from '../../../main/events/event-log.ts';
import { createLog } from '../../../main/platform/log.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import { OverrideFile } from '../../../main/tags/override-file.ts';
import { LONGEST_OVERRIDE_MS, OverrideRegister } from '../../../main/tags/override-register.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import { FORCED, GOOD, SUBSTITUTED } from '../../../shared/model/quality.ts';
import { projectTag } from '../../kit/project-parts.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';
import { waitFor } from '../../kit/wait-for.ts';
import { HandClock } from '../support/hand-clock.ts';
import { plainProject } from '../support/plain-project.ts';
import { batch } from '../support/samples.ts';

const temporaryFolder = useTemporaryFolders();
const BY = { who: 'Li', why: 'test' };
const MINUTE = 60_000;

describe('OverrideRegister', () => {
  const clock = new HandClock();
  const catalogue = new Catalogue(plainProject([projectTag(0, { unit: 'MPa' }), projectTag(1), projectTag(2)]));
  let folder: string;
  let table: TagTable;
  let events: EventLog;
  let register: OverrideRegister;

  const open = async () => {
    table = new TagTable(
      catalogue.tags.map(() => ({ low: null, high: null, staleAfterMs: 1_500 })),
      clock,
    );
    events = new EventLog(clock);
    register = new OverrideRegister({
      table,
      catalogue,
      events,
      clock,
      file: new OverrideFile(folder),
      log: createLog('test', { level: 'error', write: () => undefined }),
      timeZone: 'Asia/Shanghai',
    });
    await register.restore();
  };
  const close = async () => {
    await register.stop();
    table.stop();
  };
  const restart = async () => {
    await close();
    await open();
  };
  const force = (h: number, value: number, forMs = MINUTE) =>
    register.set(h, { kind: 'force', value, ...BY, until: clock.now() + forMs });
  const texts = () => events.recent(99).map(e => e.text.en);
  const onDisk = () => readFileSync(join(folder, 'overrides.json'), 'utf8');
  /** Nothing can be written until it is lifted. */
  const blockDisk = () => mkdirSync(join(folder, 'overrides.json.new'));
  const unblockDisk = () => rmdirSync(join(folder, 'overrides.json.new'));

  beforeEach(async () => {
    folder = temporaryFolder();
    clock.wallMs = Date.UTC(2026, 0, 31, 4);
    await open();
  });
  afterEach(async () => {
    await close();
    vi.useRealTimers();
  });

  it('is on the disk when it is told to hold, and says who, what, until when and why in both languages', async () => {
    await force(0, 3.25);
    expect(onDisk()).toContain('3.25');
    expect(table.read(0)).toMatchObject({ v: 3.25, q: FORCED });
    expect(events.recent(9)).toMatchObject([
      {
        kind: 'override',
        source: 'T-0',
        tag: 'T-0',
        who: 'Li',
        text: {
          en: 'Li gives T-0 the forced value 3.25 MPa until 2026-01-31 12:01:00: test',
          zh: 'Li 为 T-0 设强制值 3.25 MPa，至 2026-01-31 12:01:00：test',
        },
      },
    ]);
  });

  it('keeps what holds over a restart, with its end, and says so', async () => {
    await force(0, 3);
    await register.set(1, { kind: 'substitute', value: 4, ...BY, until: clock.now() + MINUTE });
    await restart();
    expect(table.read(0)).toMatchObject({ v: 3, q: FORCED });
    expect(table.read(1)).toMatchObject({ v: 4, q: SUBSTITUTED });
    expect(texts()).toEqual([
      'T-0 keeps the forced value 3 MPa until 2026-01-31 12:01:00 (Li: test)',
      'T-1 keeps the substitute 4 until 2026-01-31 12:01:00 (Li: test)',
    ]);
    clock.advance(MINUTE);
    table.update(batch({ h: 0, v: 1 }));
    expect(table.read(0)).toMatchObject({ v: 1, q: GOOD });
  });

  it('tells a change with what was before', async () => {
    await force(0, 3);
    await register.set(0, { kind: 'substitute', value: 4, ...BY, until: clock.now() + MINUTE });
    expect(texts().at(-1)).toBe(
      'Li changes T-0 from the forced value 3 MPa to the substitute 4 MPa until 2026-01-31 12:01:00: test',
    );
    await restart();
    expect(table.overrides()).toMatchObject([[0, { kind: 'substitute', value: 4 }]]);
    expect(texts()).toHaveLength(1);
  });

  it('forgets what was released, and says who did it and why', async () => {
    await force(0, 3);
    expect(await register.release(0, { who: 'Wang', why: 'repaired' })).toBe(true);
    expect(await register.release(0, { who: 'Wang', why: 'repaired' })).toBe(false);
    expect(texts().at(-1)).toBe('Wang ends the forced value 3 MPa of T-0; the live value is back: repaired');
    await restart();
    expect(table.overrides()).toEqual([]);
    expect(texts()).toEqual([]);
  });

  it('says when one has expired, and keeps it no longer', async () => {
    await force(0, 3);
    clock.advance(MINUTE);
    table.expire();
    expect(texts().at(-1)).toBe('The forced value 3 MPa of T-0 by Li has expired; the live value is back');
    await waitFor('the file', () => !onDisk().includes('T-0'));
  });

  it('tells of what expired while the station did not run', async () => {
    await force(0, 3);
    await close();
    clock.advance(MINUTE);
    await open();
    expect(table.overrides()).toEqual([]);
    expect(texts()).toEqual(['The forced value 3 MPa of T-0 by Li has expired; the live value is back']);
    await waitFor('the file', () => !onDisk().includes('T-0'));
  });

  it('drops what belongs to no tag of the project, and says so', async () => {
    await force(0, 3);
    await close();
    writeFileSync(join(folder, 'overrides.json'), onDisk().replace('T-0', 'T-gone'));
    await open();
    expect(table.overrides()).toEqual([]);
    expect(texts()).toEqual(['The project has no tag T-gone any more: the forced value 3 by Li is dropped']);
  });

  it('lets none last longer than 30 days from the start, whatever clock and file say', async () => {
    await force(0, 3, LONGEST_OVERRIDE_MS);
    await close();
    clock.wallMs -= 365 * 24 * 60 * MINUTE;
    await open();
    expect(table.overrides()).toMatchObject([[0, { until: clock.now() + LONGEST_OVERRIDE_MS }]]);
  });

  it('starts with live values when the file is damaged, and says so', async () => {
    await force(0, 3);
    await close();
    writeFileSync(join(folder, 'overrides.json'), '{');
    await open();
    expect(table.overrides()).toEqual([]);
    expect(events.recent(9)).toMatchObject([{ kind: 'station', source: 'overrides' }]);
    expect(texts()[0]).toMatch(/^The register of overrides is damaged.*kept as overrides-damaged-\d+\.json$/);
  });

  it('refuses a new one that cannot be kept: nothing changes and nothing is told', async () => {
    await force(0, 3);
    blockDisk();
    await expect(force(0, 4)).rejects.toMatchObject({ code: 'overrides-not-written' });
    await expect(force(1, 4)).rejects.toMatchObject({ code: 'overrides-not-written' });
    expect(table.overrides()).toMatchObject([[0, { value: 3 }]]);
    expect(texts()).toHaveLength(1);
    unblockDisk();
    await force(1, 4);
    expect(table.overrides()).toHaveLength(2);
  });

  it('never refuses an end: it holds at once, what could not be written is told once and written later', async () => {
    await force(0, 3);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    blockDisk();
    expect(await register.release(0, BY)).toBe(true);
    expect(table.overrides()).toEqual([]);
    expect(onDisk()).toContain('T-0');
    const told = () => events.recent(99).filter(e => e.source === 'overrides');
    expect(told()).toMatchObject([{ kind: 'station', text: { en: expect.stringContaining('cannot be written') } }]);
    await vi.advanceTimersByTimeAsync(5_000);
    await force(1, 4).catch(() => undefined);
    expect(told()).toHaveLength(1);
    unblockDisk();
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await waitFor('the file', () => !onDisk().includes('T-0'));
  });

  it('writes at the end what it could not write before', async () => {
    await force(0, 3);
    blockDisk();
    await register.release(0, BY);
    unblockDisk();
    await register.stop();
    expect(onDisk()).not.toContain('T-0');
  });

  it('makes changes one after the other, so that none is lost from the file', async () => {
    await Promise.all([force(0, 1), force(1, 2), force(2, 3), register.release(1, BY), force(0, 4)]);
    await restart();
    expect(table.overrides().map(([h, { value }]) => [h, value])).toEqual([
      [0, 4],
      [2, 3],
    ]);
    expect(existsSync(join(folder, 'overrides.json.new'))).toBe(false);
  });
});
