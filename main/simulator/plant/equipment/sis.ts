/**
 * The safety instrumented system: gas detectors, two-of-two high-high voting in a zone, flame, buttons, latched ESD levels,
 * reset. ESD-1 (button, flame) shuts the station in and blows it down; ESD-2 (confirmed gas) shuts it in only.
 */
import type { ActiveFaults } from '../faults.ts';

export interface SisState {
  esd1: boolean;
  esd2: boolean;
  confirmedGas: boolean;
  /** Remaining time of the reset pulse, s. */
  resetS: number;
  /** Combustible gas at each detector, %LEL. */
  gas: number[];
}

interface Detector {
  readonly tag: string;
  readonly zone: string;
  /** %LEL per m³/h of leak in its zone, with the wind as it is. */
  readonly gain: number;
}

export const DETECTORS: readonly Detector[] = [
  { tag: 'GD-1801', zone: 'inlet', gain: 0.42 },
  { tag: 'GD-1802', zone: 'receiver', gain: 0.42 },
  { tag: 'GD-1803', zone: 'filters', gain: 0.42 },
  { tag: 'GD-1804', zone: 'filters', gain: 0.3 },
  { tag: 'GD-1805', zone: 'metering', gain: 0.42 },
  { tag: 'GD-1806', zone: 'metering', gain: 0.3 },
  { tag: 'GD-1807', zone: 'reg1', gain: 0.42 },
  { tag: 'GD-1808', zone: 'reg2', gain: 0.42 },
  { tag: 'GD-1809', zone: 'outlet', gain: 0.42 },
  { tag: 'GD-1810', zone: 'odoriser', gain: 0.6 },
  { tag: 'GD-1811', zone: 'boilers', gain: 0.6 },
  { tag: 'GD-1812', zone: 'intake', gain: 0 },
];

/** Pairs that vote two out of two. Neighbouring areas share a zone: a cloud does not keep to fences. */
const VOTING: readonly (readonly [number, number])[] = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
];
/** Zone next to a zone, and how much of the cloud gets there. */
const NEIGHBOUR: Readonly<Record<string, string>> = {
  inlet: 'receiver',
  receiver: 'inlet',
  reg1: 'reg2',
  reg2: 'reg1',
};
const NEIGHBOUR_SHARE = 0.7;
const HIGH_HIGH = 40;
const DETECTOR_LAG_S = 8;
export const BUTTONS = ['HS-1001', 'HS-1002', 'HS-1003'] as const;
const FLAMES = ['BE-1851', 'BE-1852'] as const;
export const RESET_PULSE_S = 2;

export const initialSis = (): SisState => ({
  esd1: false,
  esd2: false,
  confirmedGas: false,
  resetS: 0,
  gas: DETECTORS.map(() => 0),
});

interface SisContext {
  readonly dtS: number;
  readonly faults: ActiveFaults;
  /** Lost gas of a zone, standard m³/h. */
  readonly leak: (zone: string) => number;
  readonly inletValveClosed: boolean;
}

export function stepSis(sis: SisState, context: SisContext): void {
  const { faults, dtS } = context;
  const move = 1 - Math.exp(-dtS / DETECTOR_LAG_S);
  DETECTORS.forEach((detector, i) => {
    const neighbour = NEIGHBOUR[detector.zone];
    const lost =
      context.leak(detector.zone) + (neighbour === undefined ? 0 : NEIGHBOUR_SHARE * context.leak(neighbour));
    const level = Math.min(100, lost * detector.gain);
    sis.gas[i] = (sis.gas[i] ?? 0) + move * (level - (sis.gas[i] ?? 0));
  });
  sis.confirmedGas = VOTING.some(([a, b]) => (sis.gas[a] ?? 0) > HIGH_HIGH && (sis.gas[b] ?? 0) > HIGH_HIGH);
  const level1 = [...BUTTONS, ...FLAMES].some(tag => faults.has('esd', tag));
  const level2 = sis.confirmedGas || faults.has('esd', 'ESD-2');
  if (sis.resetS > 0) {
    if (!level1 && !level2 && context.inletValveClosed) {
      sis.esd1 = false;
      sis.esd2 = false;
    }
    sis.resetS = Math.max(0, sis.resetS - dtS);
  }
  if (level1) sis.esd1 = true;
  if (level2) sis.esd2 = true;
}

/** Position that an active ESD forces on a valve. */
export function esdPosition(sis: SisState, id: string): 0 | 1 | undefined {
  if (!sis.esd1 && !sis.esd2) return undefined;
  if (id === 'XV-1001' || id === 'XV-1701' || id === 'XV-1702' || id === 'XV-1703') return 0;
  if (id === 'BDV-1002' && sis.esd1) return 1;
  return undefined;
}
