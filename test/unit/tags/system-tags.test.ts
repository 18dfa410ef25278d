/** The station's own tags: which there are, and that they can be used like any other tag but not be taken for one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Calculator } from '../../../main/calc/calculator.ts';
import { loadProject } from '../../../main/project/load-project.ts';
import type { ProjectChannel, ProjectDevice } from '../../../main/project/types.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import { systemTagsOf } from '../../../main/tags/system-tags.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import { SYSTEM_PREFIX } from '../../../shared/model/system-tag.ts';
import { projectDevice, projectTag } from '../../kit/project-parts.ts';
import { HandClock } from '../support/hand-clock.ts';
import { ProjectCopy, SCENE } from '../support/project-copy.ts';
import { batch } from '../support/samples.ts';

const common = { connectTimeoutMs: 1_000, timeoutMs: 500, recorderMb: 0, host: 'h' };
const modbus = (...devices: readonly ProjectDevice[]): ProjectChannel => ({
  ...common,
  id: 'line',
  protocol: 'modbus-tcp',
  port: 502,
  backup: null,
  isGateway: false,
  hasTransactionIds: true,
  inFlight: 1,
  lateReplyMs: 1_000,
  turnaroundMs: 0,
  devices,
});
const opcua = (...devices: readonly ProjectDevice[]): ProjectChannel => ({
  ...common,
  id: 'gc',
  protocol: 'opcua',
  port: 4_840,
  path: '',
  security: { mode: 'None', policy: 'None' },
  login: { kind: 'anonymous' },
  groups: [],
  clockToleranceMs: 1_000,
  devices,
});
const tag = (device: string | null, periodMs: number) => projectTag(0, { device, periodMs });

describe('systemTagsOf', () => {
  const FC = projectDevice({ id: 'FC', name: { zh: '流量计算机', en: 'Flow computer' } });

  it('tells of each device its state and round trip, and of each of its periods how it is kept', () => {
    const tags = [tag('FC', 1_000), tag('FC', 200), tag('FC', 1_000), tag('PLC', 500), tag(null, 60_000)];
    expect(systemTagsOf({ channels: [modbus(FC)], tags }).map(t => [t.name, t.quantity, t.periodMs])).toEqual([
      ['SYS.FC.state', 'state', null],
      ['SYS.FC.round-trip', 'round-trip', null],
      ['SYS.FC.200.period', 'period', 200],
      ['SYS.FC.200.jitter', 'jitter', 200],
      ['SYS.FC.200.overruns', 'overruns', 200],
      ['SYS.FC.1000.period', 'period', 1_000],
      ['SYS.FC.1000.jitter', 'jitter', 1_000],
      ['SYS.FC.1000.overruns', 'overruns', 1_000],
    ]);
  });

  it('tells of a clock only where the protocol has one', () => {
    const channels = [modbus(FC), opcua(projectDevice({ id: 'GC' }))];
    const names = systemTagsOf({ channels, tags: [] }).map(t => t.name);
    expect(names).toEqual([
      'SYS.FC.state',
      'SYS.FC.round-trip',
      'SYS.GC.state',
      'SYS.GC.round-trip',
      'SYS.GC.clock-offset',
    ]);
  });

  it('describes each in both languages, with its unit', () => {
    const tags = systemTagsOf({ channels: [modbus(FC)], tags: [tag('FC', 200)] });
    expect(tags.map(t => [t.description.en, t.unit, t.decimals])).toEqual([
      ['Flow computer: state', '', 0],
      ['Flow computer: round trip', 'ms', 1],
      ['Flow computer, 200 ms group: measured period', 'ms', 1],
      ['Flow computer, 200 ms group: period jitter', 'ms', 1],
      ['Flow computer, 200 ms group: scan overruns', '', 0],
    ]);
    expect(tags.map(t => t.description.zh)).toEqual([
      '流量计算机 状态',
      '流量计算机 应答时间',
      '流量计算机 200 ms 组实际周期',
      '流量计算机 200 ms 组周期抖动',
      '流量计算机 200 ms 组超时扫描次数',
    ]);
  });

  it('logs every change of states and counters, and times as finely as they mean something', () => {
    const tags = systemTagsOf({ channels: [opcua(FC)], tags: [tag('FC', 200)] });
    expect(tags.map(t => [t.quantity, t.logging])).toEqual(
      Object.entries({ state: 0, 'round-trip': 5, 'clock-offset': 20, period: 5, jitter: 5, overruns: 0 }).map(
        ([quantity, deadband]) => [quantity, { kind: 'change', deadband, maxIntervalMs: 3_600_000 }],
      ),
    );
  });

  it('depends on the project alone: not on the order of its tags', () => {
    const tags = [tag('FC', 1_000), tag('FC', 200)];
    expect(systemTagsOf({ channels: [modbus(FC)], tags })).toEqual(
      systemTagsOf({ channels: [modbus(FC)], tags: tags.toReversed() }),
    );
  });
});

describe('in a project', () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = new ProjectCopy();
  });
  afterEach(() => copy.remove());

  const scene = (value: string, flow: string) =>
    copy.write(
      'scenes/small.json',
      JSON.stringify({
        ...SCENE,
        nodes: [{ id: 'a', symbol: 'value', at: [10, 10], bind: { value } }],
        pipes: [
          {
            id: 'p',
            path: [
              [0, 0],
              [1, 0],
            ],
            flow,
          },
        ],
      }),
    );
  const calculation = (expression: string) =>
    copy.write(
      'calculations.yaml',
      copy.read('calculations.yaml').replace(/FI-1400: .*/, () => `FI-1400: { expression: "${expression}" }`),
    );
  const problems = async () => (await copy.problems()).map(p => p.what.en);

  it('no tag may have a name that begins like theirs', async () => {
    copy.edit('tags.csv', 'PT-1353,', 'SYS.PT-1353,');
    expect(await problems()).toContain('tag name "SYS.PT-1353" begins with SYS.');
    expect(SYSTEM_PREFIX).toBe('SYS.');
  });

  it('calculations and scenes may use those that there are, and no others', async () => {
    calculation('[SYS.HTR.1000.period] / 1000');
    scene('SYS.HTR.state', '= [SYS.HTR.round-trip] > 100');
    expect(await problems()).toEqual([]);
    calculation('[SYS.HTR.999.period] / 1000');
    scene('SYS.NOBODY.state', '= [SYS.HTR.clock-offset] > 100');
    const found = await problems();
    for (const name of ['SYS.HTR.999.period', 'SYS.NOBODY.state', 'SYS.HTR.clock-offset'])
      expect(
        found.some(text => text.includes(name)),
        name,
      ).toBe(true);
    expect(found).toHaveLength(3);
  });

  it('expressions calculate with their values, and not with one that is not known yet', async () => {
    scene('SYS.HTR.state', '= [SYS.HTR.round-trip] > 100');
    const catalogue = new Catalogue(await loadProject(copy.directory));
    const clock = new HandClock();
    const table = new TagTable(
      Array.from({ length: catalogue.size }, () => ({ low: null, high: null, staleAfterMs: 3_000 })),
      clock,
    );
    const formulas = catalogue.derived;
    new Calculator({ formulas, table, handleOf: name => catalogue.handleOf(name), isLost: () => false, clock }).start();
    const [{ handle } = { handle: -1 }] = formulas;
    expect(table.read(handle).v).toBeNaN();
    table.update(batch({ h: catalogue.handleOf('SYS.HTR.round-trip') ?? -1, v: 250 }));
    expect(table.read(handle).v).toBe(1);
    table.update(batch({ h: catalogue.handleOf('SYS.HTR.round-trip') ?? -1, v: 20 }));
    expect(table.read(handle).v).toBe(0);
    table.stop();
  });
});
