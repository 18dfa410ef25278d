/**
 * The station as a gas network: its nodes with their volumes and normal pressures, and its branches. Flow factors come from the
 * normal losses of the tag list (20,000 m³/h at 3.2 MPa). Node and branch order is part of the snapshot format.
 */

import { REGULATORS, type RegulatorDefinition, regulatorFlow } from '../equipment/regulators.ts';
import { ATMOSPHERE_MPA } from '../gas/atmosphere.ts';
import { demandFlow, filterFlow, noFlow, pipeFlow, valveFlow } from './laws.ts';
import { ATMOSPHERE, type Branch, SUPPLY } from './network.ts';
import type { StationContext } from './station-context.ts';

interface NodeDefinition {
  readonly id: string;
  /** Geometric volume, m³. */
  readonly volume: number;
  /** Normal pressure, MPa gauge. */
  readonly normalMpa: number;
}

const node = (id: string, volume: number, normalMpa: number): NodeDefinition => ({ id, volume, normalMpa });

/** Spur: 25 km DN300. City MP networks: equivalent 60 km DN300 in three parts. Industrial main: 12 km DN250. */
export const NODES: readonly NodeDefinition[] = [
  node('spur', 1806, 3.2),
  node('inlet', 6, 3.19),
  node('receiver', 3, 0),
  node('filterA', 3, 3.19),
  node('filterB', 3, 3.18),
  node('filterHeader', 8, 3.18),
  node('runA', 1, 3.178),
  node('runB', 1, 3.175),
  node('runC', 1, 3.175),
  node('meterHeader', 8, 3.175),
  node('heaterHeader', 6, 3.16),
  node('mid1301A', 0.6, 3.09),
  node('mid1301B', 0.6, 3.16),
  node('reg1', 18, 0.36),
  node('mid1351A', 0.4, 3.09),
  node('mid1351B', 0.4, 3.16),
  node('reg2', 10, 1.5),
  node('network1', 1600, 0.355),
  node('network1End', 1200, 0.26),
  node('network2', 1535, 0.354),
  node('network3', 610, 1.495),
];

const INDEX = new Map(NODES.map((n, i) => [n.id, i]));

/** Index of a node. */
export function nodeIndex(id: string): number {
  const index = INDEX.get(id);
  if (index === undefined) throw new Error(`no node ${id}`);
  return index;
}

/** Where a leak of a zone takes its gas from. The odoriser room and the boiler house hang on regulation 1. */
export const LEAK_NODES: Readonly<Record<string, string>> = {
  inlet: 'inlet',
  receiver: 'inlet',
  filters: 'filterHeader',
  metering: 'meterHeader',
  reg1: 'reg1',
  reg2: 'reg2',
  outlet: 'reg1',
  odoriser: 'reg1',
  boilers: 'reg1',
  network1: 'network1',
};

/** Flow factors, standard m³/s per MPa. */
const K = {
  supply: 9,
  inletValve: 25,
  bypass: 0.6,
  receiverValve: 2,
  receiverVent: 0.08,
  blowdown: 12,
  filterValve: 60,
  /** Clean element: 8 kPa at 20,000 m³/h and clog 1. */
  filter: 81,
  runValve: 50,
  runOutlet: 40,
  series: 30,
  heater: 20,
  outlet1: 37,
  outlet2: 22.5,
  outlet3: 11,
  /** Street mains from outlet 1 to the network's far end. */
  mains1: 3.6,
} as const;

/** Share of network 1 that draws at its far end. */
const END_SHARE = 0.4;
const FULL_DEMAND_MPA = 0.08;
const FULL_DEMAND_3_MPA = 0.5;

interface Ends {
  readonly from: number;
  readonly to: number;
  readonly sense?: number;
}

function branch(name: string, ends: Ends, law: Branch['law']): Branch {
  return { name, from: ends.from, to: ends.to, sense: ends.sense ?? -1, law };
}

const between = (from: string, to: string): Ends => ({ from: nodeIndex(from), to: nodeIndex(to) });

function pipe(name: string, ends: Ends, k: () => number): Branch {
  return branch(name, ends, (out, p) => pipeFlow(out, k(), p));
}

function inletBranches(c: StationContext): Branch[] {
  const open = (id: string): number => c.valve(id).position;
  return [
    branch('supply', { from: SUPPLY, to: nodeIndex('spur') }, (out, p) => {
      const k = K.supply * c.supplyShare();
      // The upstream station has a check valve: gas never returns.
      if (p.down >= p.up) noFlow(out);
      else pipeFlow(out, k, p);
    }),
    pipe('XV-1001', between('spur', 'inlet'), () => K.inletValve * open('XV-1001')),
    pipe('bypass', between('spur', 'inlet'), () => (c.bypassOpen() ? K.bypass : 0)),
    pipe('XV-1101', between('inlet', 'receiver'), () => K.receiverValve * Math.max(open('XV-1101'), open('XV-1102'))),
    branch('vent', { from: nodeIndex('receiver'), to: ATMOSPHERE }, (out, p) => {
      const shut = open('XV-1101') + open('XV-1102') > 0;
      pipeFlow(out, shut ? 0 : K.receiverVent, p);
    }),
    branch('BDV-1002', { from: nodeIndex('inlet'), to: ATMOSPHERE }, (out, p) => {
      valveFlow(out, K.blowdown * open('BDV-1002'), p);
    }),
  ];
}

function filterBranches(c: StationContext): Branch[] {
  return ['A', 'B'].flatMap(side => {
    const valve = `XV-1201${side}`;
    return [
      pipe(valve, between('inlet', `filter${side}`), () => K.filterValve * c.valve(valve).position),
      branch(`F-1201${side}`, between(`filter${side}`, 'filterHeader'), (out, p) => {
        filterFlow(out, K.filter / c.clog(side) ** (1 / 1.8), p);
      }),
    ];
  });
}

/** Run A's outlet goes to the header or, in series comparison, through XV-1404 into run C. */
function meterBranches(c: StationContext): Branch[] {
  const open = (id: string): number => c.valve(id).position;
  const runs = ['A', 'B', 'C'].flatMap(run => {
    const valve = `XV-1401${run}`;
    return [
      pipe(valve, between('filterHeader', `run${run}`), () => K.runValve * open(valve)),
      pipe(`out${run}`, between(`run${run}`, 'meterHeader'), () =>
        run === 'A' ? K.runOutlet * (1 - open('XV-1404')) : K.runOutlet,
      ),
    ];
  });
  return [
    ...runs,
    pipe('XV-1404', between('runA', 'runC'), () => K.series * open('XV-1404')),
    pipe('heater', between('meterHeader', 'heaterHeader'), () => K.heater),
  ];
}

/**
 * Flow of a fully open regulator per unit of `k` at the normal 3.1 MPa gauge before it, choked (laws.ts: 0.54 times the absolute
 * pressure), standard m³/s. Turns the stated leakage through a shut seat into a share of the travel.
 */
const FULL_FLOW_PER_K = 1.7;

function regulatorBranch(c: StationContext, definition: RegulatorDefinition): Branch {
  const middle = `mid${definition.run}`;
  const header = nodeIndex(definition.station);
  const isMonitor = definition.role === 'monitor';
  const ends = isMonitor ? between('heaterHeader', middle) : between(middle, definition.station);
  const state = (): { travel: number } => c.regulator(definition.id);
  const slamShut = `SSV-${definition.run}`;
  return branch(definition.id, { ...ends, sense: header }, (out, p) => {
    if (isMonitor && c.slamShutClosed(slamShut)) return noFlow(out);
    const leak = isMonitor ? 0 : c.seatLeak(definition.id) / 3600 / (definition.k * FULL_FLOW_PER_K);
    const at = { ...p, leak, dtS: c.dtS(), setMpa: c.setPressure(definition), faults: c.faults() };
    regulatorFlow(out, { definition, state: state() }, at);
  });
}

function reliefBranch(c: StationContext, station: 'reg1' | 'reg2'): Branch {
  return branch(`relief-${station}`, { from: nodeIndex(station), to: ATMOSPHERE }, (out, { up }) => {
    const { reliefMpa, reliefFlow } = c.regulation(station);
    const band = 0.02 * reliefMpa;
    const lift = (up - ATMOSPHERE_MPA - reliefMpa) / band;
    noFlow(out);
    if (lift <= 0) return;
    out.q = reliefFlow * Math.min(lift, 1);
    if (lift < 1) out.dUp = reliefFlow / band;
  });
}

function outletBranches(c: StationContext): Branch[] {
  const open = (id: string): number => c.valve(id).position;
  const consumer = (id: string, demand: () => number, fullAtMpa = FULL_DEMAND_MPA): Branch =>
    branch(`demand-${id}`, { from: nodeIndex(id), to: ATMOSPHERE }, (out, { up }) =>
      demandFlow(out, demand() / 3600, { up, fullAtMpa }),
    );
  return [
    pipe('XV-1701', between('reg1', 'network1'), () => K.outlet1 * open('XV-1701')),
    pipe('XV-1702', between('reg1', 'network2'), () => K.outlet2 * open('XV-1702')),
    pipe('XV-1703', between('reg2', 'network3'), () => K.outlet3 * open('XV-1703')),
    pipe('mains1', between('network1', 'network1End'), () => K.mains1),
    consumer('network1', () => c.demand(0) * (1 - END_SHARE)),
    consumer('network1End', () => c.demand(0) * END_SHARE),
    consumer('network2', () => c.demand(1)),
    consumer('network3', () => c.demand(2), FULL_DEMAND_3_MPA),
    branch('own-use', { from: nodeIndex('reg1'), to: ATMOSPHERE }, (out, { up }) =>
      demandFlow(out, c.ownUse() / 3600, { up, fullAtMpa: FULL_DEMAND_MPA }),
    ),
  ];
}

function leakBranches(c: StationContext): Branch[] {
  return Object.entries(LEAK_NODES).map(([zone, id]) => {
    const index = nodeIndex(id);
    const normal = NODES[index]?.normalMpa ?? 1;
    return branch(`leak-${zone}`, { from: index, to: ATMOSPHERE }, (out, { up }) => {
      const k = c.leak(zone) / 3600 / normal;
      noFlow(out);
      out.q = k * Math.max(0, up - ATMOSPHERE_MPA);
      out.dUp = k;
    });
  });
}

/** All branches of the station, in snapshot order. */
export function stationBranches(c: StationContext): readonly Branch[] {
  return [
    ...inletBranches(c),
    ...filterBranches(c),
    ...meterBranches(c),
    ...REGULATORS.map(definition => regulatorBranch(c, definition)),
    reliefBranch(c, 'reg1'),
    reliefBranch(c, 'reg2'),
    ...outletBranches(c),
    ...leakBranches(c),
  ];
}
