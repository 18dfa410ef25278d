/**
 * Faults that can be put into the running station: what they are called, where they may be put, what their value means.
 * Pure. Validation happens here and nowhere else, so the command line, the control port and tests see the same sentences.
 */

const PROCESS_FAULTS = [
  'filter-clogged',
  'regulator-fails-open',
  'regulator-fails-closed',
  'lock-up-creep',
  'slam-shut-trip',
  'valve-stuck',
  'sensor-drift',
  'sensor-frozen',
  'leak',
  'meter-failure',
  'gc-out',
  'inlet-loss',
  'power-failure',
  'esd',
] as const;
const DEVICE_FAULTS = ['device-offline', 'device-slow', 'device-half-open', 'device-garbage'] as const;
type ProcessFaultName = (typeof PROCESS_FAULTS)[number];
type DeviceFaultName = (typeof DEVICE_FAULTS)[number];
type FaultName = ProcessFaultName | DeviceFaultName;

export interface Fault {
  readonly fault: FaultName;
  readonly target: string;
  /** Strength; its meaning and unit depend on the fault. */
  readonly value: number;
}

export interface FaultTargets {
  readonly valves: readonly string[];
  /** Analogue and communicated measurements that have a sensor. */
  readonly sensors: readonly string[];
  readonly devices: readonly string[];
}

interface FaultKind {
  /** Meaning of the value, for people; null when the fault takes none. */
  readonly value: string | null;
  readonly standard: number;
  readonly low: number;
  readonly high: number;
  readonly targets: (all: FaultTargets) => readonly string[];
}

const WORKERS = ['PCV-1302A', 'PCV-1302B', 'PCV-1352A', 'PCV-1352B'];
const REGULATORS = ['PCV-1301A', 'PCV-1301B', 'PCV-1351A', 'PCV-1351B', ...WORKERS];
const SLAM_SHUTS = ['SSV-1301A', 'SSV-1301B', 'SSV-1351A', 'SSV-1351B'];
const LEAK_ZONES = [
  'inlet',
  'receiver',
  'filters',
  'metering',
  'reg1',
  'reg2',
  'outlet',
  'odoriser',
  'boilers',
  'network1',
];
const ESD_INITIATORS = ['HS-1001', 'HS-1002', 'HS-1003', 'BE-1851', 'BE-1852', 'ESD-2'];
const STATION = ['station'];

const onDevices = (value: string | null = null, standard = 1, high = 1): FaultKind => ({
  value,
  standard,
  low: 0,
  high,
  targets: all => all.devices,
});
const kind = (
  targets: readonly string[],
  value: string | null = null,
  range: readonly [number, number, number] = [1, 0, 1],
): FaultKind => ({
  value,
  standard: range[0],
  low: range[1],
  high: range[2],
  targets: () => targets,
});

const KINDS: Readonly<Record<FaultName, FaultKind>> = {
  'filter-clogged': kind(['F-1201A', 'F-1201B'], 'pressure loss in multiples of a clean element', [8, 1, 40]),
  'regulator-fails-open': kind(REGULATORS),
  'regulator-fails-closed': kind(REGULATORS),
  'lock-up-creep': kind(WORKERS, 'leakage through the shut seat, m³/h', [60, 1, 5000]),
  'slam-shut-trip': kind(SLAM_SHUTS),
  'valve-stuck': { ...kind([]), targets: all => all.valves },
  'sensor-drift': {
    ...kind([], 'drift per minute, engineering units; 0 = 1 % of the span', [0, -1e6, 1e6]),
    targets: all => all.sensors,
  },
  'sensor-frozen': { ...kind([]), targets: all => all.sensors },
  leak: kind(LEAK_ZONES, 'lost gas at normal pressure, m³/h', [60, 1, 20000]),
  'meter-failure': kind(['1401A', '1401B', '1401C']),
  'gc-out': kind(['GC']),
  'inlet-loss': kind(STATION, 'share of the supply that is lost, 0…1', [1, 0, 1]),
  'power-failure': kind(STATION),
  esd: kind(ESD_INITIATORS),
  'device-offline': onDevices(),
  'device-slow': onDevices('delay of each reply, ms', 3000, 600000),
  'device-half-open': onDevices(),
  'device-garbage': onDevices(),
};

export class FaultError extends Error {
  override readonly name = 'FaultError';
}

export function isDeviceFault(name: FaultName): name is DeviceFaultName {
  return (DEVICE_FAULTS as readonly string[]).includes(name);
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(KINDS, name);
}

const shorten = (names: readonly string[]): string =>
  names.length <= 24 ? names.join(', ') : `${names.slice(0, 20).join(', ')} … (${names.length} in all)`;

function valueOf(kindOf: FaultKind, name: FaultName, value: unknown): number {
  if (value === undefined || value === null) return kindOf.standard;
  if (kindOf.value === null) throw new FaultError(`${name} takes no value, got ${JSON.stringify(value)}`);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < kindOf.low || number > kindOf.high) {
    throw new FaultError(
      `value of ${name} must be a number ${kindOf.low}…${kindOf.high} (${kindOf.value}), got ${JSON.stringify(value)}`,
    );
  }
  return number;
}

/**
 * A checked fault from what somebody typed. The target may be left out where only one is possible.
 * @throws FaultError naming what would have been allowed
 */
export function parseFault(input: { fault: unknown; target?: unknown; value?: unknown }, all: FaultTargets): Fault {
  const { fault: name } = input;
  if (typeof name !== 'string' || !isFaultName(name)) {
    throw new FaultError(`unknown fault ${JSON.stringify(name)}; allowed: ${Object.keys(KINDS).join(', ')}`);
  }
  const known = KINDS[name];
  const targets = known.targets(all);
  const target = input.target ?? (targets.length === 1 ? targets[0] : undefined);
  if (typeof target !== 'string' || !targets.includes(target)) {
    throw new FaultError(`${name} cannot be put on ${JSON.stringify(target)}; allowed targets: ${shorten(targets)}`);
  }
  return { fault: name, target, value: valueOf(known, name, input.value) };
}

/**
 * A fault as it was saved by an earlier run, checked again.
 * @throws FaultError when it does not fit this station any more
 */
export function parseStoredFault(stored: Fault, all: FaultTargets): Fault {
  const takesValue = isFaultName(stored.fault) && KINDS[stored.fault].value !== null;
  return parseFault({ ...stored, value: takesValue ? stored.value : undefined }, all);
}

function describeValue({ value, low, high, standard }: FaultKind): string {
  return value === null ? 'none' : `${value}, ${low}…${high}, default ${standard}`;
}

/** What can be injected, for `--list`. */
export function describeFaults(
  all: FaultTargets,
): readonly { fault: FaultName; targets: readonly string[]; value: string }[] {
  return [...PROCESS_FAULTS, ...DEVICE_FAULTS].map(fault => ({
    fault,
    targets: KINDS[fault].targets(all),
    value: describeValue(KINDS[fault]),
  }));
}

/** Fast lookup of active process faults. */
export interface ActiveFaults {
  /** Strength, or 0 when the fault is not there. */
  strength(fault: ProcessFaultName, target: string): number;
  has(fault: ProcessFaultName, target: string): boolean;
  readonly list: readonly Fault[];
}

/** Index over the faults of the state; rebuild it when the list changes. */
export function indexFaults(list: readonly Fault[]): ActiveFaults {
  const byName = new Map<string, Map<string, number>>();
  for (const fault of list) {
    const targets = byName.get(fault.fault) ?? new Map<string, number>();
    targets.set(fault.target, fault.value);
    byName.set(fault.fault, targets);
  }
  return {
    strength: (fault, target) => byName.get(fault)?.get(target) ?? 0,
    has: (fault, target) => byName.get(fault)?.has(target) ?? false,
    list,
  };
}
