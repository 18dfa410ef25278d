/**
 * Point-to-point test as in commissioning: every tag of the demo field is forced in its device, at 0, 25, 50, 75 and 100 % of its
 * range and beyond it, and read through a real station over HTTP. What the station says must be what the field's truth log says
 * that the register served, and that what was forced, as far as the register can tell it; its quality follows NAMUR NE 43.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProject } from '../../main/project/load-project.ts';
import type { ModbusAddress, ProjectTag } from '../../main/project/types.ts';
import type { TagReading } from '../../shared/model/tag.ts';
import { FieldControl } from '../kit/field-control.ts';
import { projectRoot, StationProcess } from '../kit/station-process.ts';
import { TagViewer } from '../kit/tag-viewer.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep } from '../kit/wait-for.ts';

const PROJECT = join(projectRoot, 'assets/demo-station');
/** The slowest tags without a fast period are read every 5 s; a second for the demo field to serve, as much for a busy machine. */
const SHOWN_LIMIT_MS = 20_000;
const START_LIMIT_MS = 60_000;
const FORCINGS_AT_ONCE = 16;

/** Valid from 3.8 to 20.5 mA of 4 – 20 mA (NAMUR NE 43). */
const LEAST = -0.2 / 16;
const MOST = 16.5 / 16;
/** As near to these ends as the coarsest register can tell, the wind vane's whole degrees. */
const BORDER = 0.002;

interface Level {
  readonly name: string;
  /** Share of the range. */
  readonly at: number;
  /** What tags without a range hold: words whole, states 0 or 1. */
  readonly word: number;
}

const LEVELS: readonly Level[] = [
  { name: '0 % of the range', at: 0, word: 0 },
  { name: '25 % of the range', at: 0.25, word: 0x5555 },
  { name: '50 % of the range', at: 0.5, word: 0xaaaa },
  { name: '75 % of the range', at: 0.75, word: 0xffff },
  { name: '100 % of the range', at: 1, word: 0x8000 },
  { name: 'just within the lower end of the signal', at: LEAST + BORDER, word: 0x0001 },
  { name: 'just within the upper end of the signal', at: MOST - BORDER, word: 0x7ffe },
  { name: 'below the signal', at: LEAST - BORDER, word: 0x00ff },
  { name: 'above the signal', at: MOST + BORDER, word: 0xff00 },
];

const temporaryFolder = useTemporaryFolders();
let station: StationProcess;
let field: FieldControl;
let viewer: TagViewer;
let tags: readonly ProjectTag[];

beforeAll(async () => {
  const data = join(temporaryFolder(), 'data');
  tags = (await loadProject(PROJECT)).tags.filter(tag => tag.device !== null);
  station = await StationProcess.start({ project: PROJECT, data });
  field = new FieldControl(data);
  viewer = await TagViewer.look(
    station.url,
    tags.filter(tag => tag.fastPeriodMs < tag.periodMs).map(tag => tag.name),
  );
}, START_LIMIT_MS);
afterAll(async () => {
  await viewer?.close();
  await station?.stop();
}, START_LIMIT_MS);

const modbusOf = ({ address }: ProjectTag): ModbusAddress | null => (address?.kind === 'modbus' ? address : null);

/** Values that the registers of an integer can hold, in raw units. */
const HOLDS: Readonly<Record<string, readonly [number, number]>> = {
  int16: [-0x8000, 0x7fff],
  uint16: [0, 0xffff],
  uint32: [0, 0xffff_ffff],
};

const gainOf = ({ scaling }: ProjectTag): number => {
  if (scaling === null) return 1;
  if (scaling.kind !== 'linear' || scaling.offset !== 0) throw new Error('the demo station scales by a factor only');
  return scaling.gain;
};

function isState(tag: ProjectTag): boolean {
  return modbusOf(tag)?.type === 'bit';
}

/** What is forced at this level. A state is 1 at every second level, and every second state is the other way round. */
function forcedAt(tag: ProjectTag, { at, word }: Level, nth: number): number {
  if (isState(tag)) return (nth + LEVELS.findIndex(level => level.at === at)) % 2;
  return tag.low === null || tag.high === null ? word : tag.low + at * (tag.high - tag.low);
}

/** Half of the last of the 24 bits of a float, and what a multiplication rounds. */
const floatStep = (value: number): number => Math.abs(value) * (2 ** -24 + Number.EPSILON);

/** How far the register may be from what was forced, in the tag's unit. */
function resolutionOf(tag: ProjectTag, value: number): number {
  const address = modbusOf(tag);
  if (address === null) return Math.abs(value) * Number.EPSILON;
  const { type, split } = address;
  if (split !== undefined) {
    // The first part is what it can say of the value, the second a float of what is left.
    const whole = Math.floor(value / split.factor);
    const first = type === 'float32' ? Math.fround(whole) : clamped(type, whole);
    return floatStep(value - first * split.factor) + Math.abs(value) * Number.EPSILON;
  }
  return type === 'float32' ? floatStep(value) : Math.abs(gainOf(tag)) * 0.5 + 4 * Math.abs(value) * Number.EPSILON;
}

function clamped(type: string, value: number): number {
  const [least, most] = HOLDS[type] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return Math.min(most, Math.max(least, value));
}

/** What the register can hold of a value: integers end somewhere, and a totaliser in two parts goes on in the second. */
function held(tag: ProjectTag, value: number): number {
  const address = modbusOf(tag);
  if (address === null || address.split !== undefined) return value;
  return clamped(address.type, value / gainOf(tag)) * gainOf(tag);
}

function qualityOf({ low, high }: ProjectTag, value: number): string {
  if (low === null || high === null) return 'good';
  const share = (value - low) / (high - low);
  return share < LEAST || share > MOST ? 'uncertain out-of-range' : 'good';
}

async function forceAll(level: Level): Promise<number> {
  const from = Date.now();
  const waiting = tags.map((tag, nth) => ({ name: tag.name, value: forcedAt(tag, level, nth) }));
  const force = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await field.force(next.name, next.value);
  };
  await Promise.all(Array.from({ length: FORCINGS_AT_ONCE }, force));
  return from;
}

/** Newest row of each tag in the truth log. */
async function served(from: number): Promise<ReadonlyMap<string, number>> {
  const names = tags.map(tag => tag.name);
  return new Map((await field.truth(names, from, Date.now())).map(row => [row.tag, row.value]));
}

/** One line for each tag that the station shows otherwise than it is. */
async function differences(from: number): Promise<readonly string[]> {
  const readings = await station.value<TagReading[]>('tags.read', { tags: tags.map(tag => tag.name) });
  const truth = await served(from);
  return readings.flatMap((reading, i) => {
    const tag = tags[i];
    const value = truth.get(reading.tag) ?? Number.NaN;
    if (tag === undefined) return ['a tag too many'];
    const right = `${value} ${qualityOf(tag, value)}`;
    const shown = `${reading.value} ${reading.quality}${reading.reason === undefined ? '' : ` ${reading.reason}`}`;
    return shown === right ? [] : [`${tag.name}: shows ${shown}, serves ${right}`];
  });
}

describe('every tag of the demo field', () => {
  it.each(LEVELS)('is shown as it is: $name', async level => {
    const from = await forceAll(level);
    const truth = await served(from);
    const notServed = tags.flatMap((tag, nth) => {
      const forced = held(tag, forcedAt(tag, level, nth));
      const value = truth.get(tag.name) ?? Number.NaN;
      const isServed = Math.abs(value - forced) <= resolutionOf(tag, forced);
      return isServed ? [] : [`${tag.name}: forced ${forced}, serves ${value}`];
    });
    expect(notServed).toEqual([]);

    const isBeyond = level.at < LEAST || level.at > MOST;
    const beyond = tags.filter(tag => qualityOf(tag, truth.get(tag.name) ?? Number.NaN) !== 'good');
    // All that have a range, but for the totalisers whose registers end where it ends.
    expect(beyond).toHaveLength(isBeyond ? 124 - 5 : 0);

    let different = await differences(from);
    for (const until = performance.now() + SHOWN_LIMIT_MS; different.length > 0 && performance.now() < until; ) {
      await sleep(250);
      different = await differences(from);
    }
    expect(different).toEqual([]);
  }, 60_000);

  it('was among them: states, words, measurements, totalisers, those of OPC UA and those with a scaling', () => {
    const count = (is: (tag: ProjectTag) => boolean): number => tags.filter(is).length;
    expect({
      all: tags.length,
      states: count(isState),
      words: count(tag => tag.low === null && !isState(tag)),
      ranges: count(tag => tag.low !== null),
      opcua: count(tag => modbusOf(tag) === null),
      scaled: count(tag => tag.scaling !== null),
      split: count(tag => modbusOf(tag)?.split !== undefined),
    }).toEqual({ all: 208, states: 48, words: 36, ranges: 124, opcua: 12, scaled: 5, split: 2 });
  });
});
