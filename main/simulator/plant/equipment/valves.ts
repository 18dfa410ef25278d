/**
 * Motor- and gas-operated valves with travel, limit switches, status word and command word as the station PLC has them.
 * The PLC takes a command word once and sets it back to 0; an ESD overrides it. Status bits: 0 remote, 1 fault, 2 opening,
 * 3 closing, 4 torque, 5 power/air loss, 6 command discrepancy.
 */
import type { ActiveFaults } from '../faults.ts';

interface ValveDefinition {
  readonly id: string;
  readonly kind: 'MOV' | 'GOV';
  /** Full stroke, s. */
  readonly travelS: number;
  readonly opened: boolean;
}

export interface ValveState {
  /** 0 closed … 1 open. */
  position: number;
  /** Where it is told to be; null after a stop. */
  target: 0 | 1 | null;
  /** Command word as the register shows it. */
  command: number;
  /** Seconds since the last command that has not been fulfilled. */
  waitingS: number;
  discrepancy: boolean;
}

const MOV = 'MOV' as const;
const GOV = 'GOV' as const;
const mov = (id: string, travelS: number, opened = false): ValveDefinition => ({ id, kind: MOV, travelS, opened });
const gov = (id: string, opened = true): ValveDefinition => ({ id, kind: GOV, travelS: 8, opened });

export const VALVES: readonly ValveDefinition[] = [
  gov('XV-1001'),
  gov('BDV-1002', false),
  mov('XV-1101', 42),
  mov('XV-1102', 30),
  mov('XV-1201A', 38, true),
  mov('XV-1201B', 38),
  mov('XV-1401A', 35, true),
  mov('XV-1401B', 35),
  mov('XV-1401C', 35),
  mov('XV-1404', 32),
  gov('XV-1701'),
  gov('XV-1702'),
  gov('XV-1703'),
];

/** Travel time limits of the PLC, s. */
const LIMIT_S = { MOV: 60, GOV: 15 } as const;
const SWITCH_BAND = 0.01;

interface ValveContext {
  readonly dtS: number;
  readonly faults: ActiveFaults;
  readonly powered: boolean;
  /** Position that the SIS forces, or undefined. */
  readonly forced: (id: string) => 0 | 1 | undefined;
  /** Whether the PLC lets this valve open now. */
  readonly mayOpen: (id: string) => boolean;
}

export function initialValves(): Record<string, ValveState> {
  return Object.fromEntries(
    VALVES.map(v => [
      v.id,
      { position: v.opened ? 1 : 0, target: v.opened ? 1 : 0, command: 0, waitingS: 0, discrepancy: false },
    ]),
  );
}

function accept(definition: ValveDefinition, valve: ValveState, context: ValveContext): void {
  const { command } = valve;
  if (command === 0) return;
  valve.command = 0;
  if (command === 3) valve.target = null;
  else if (command === 2) valve.target = 0;
  else if (command === 1 && context.mayOpen(definition.id)) valve.target = 1;
  else return;
  valve.waitingS = 0;
  valve.discrepancy = false;
}

/** Can it move? Spring-return gas-operated valves need no mains for their safe position, motors do. */
function canMove(definition: ValveDefinition, context: ValveContext): boolean {
  if (context.faults.has('valve-stuck', definition.id)) return false;
  return definition.kind === GOV || context.powered;
}

export function stepValve(definition: ValveDefinition, valve: ValveState, context: ValveContext): void {
  accept(definition, valve, context);
  const forced = context.forced(definition.id);
  if (forced !== undefined && valve.target !== forced) {
    valve.target = forced;
    valve.waitingS = 0;
    valve.discrepancy = false;
  }
  if (valve.target === null || valve.position === valve.target) {
    valve.waitingS = 0;
    if (valve.target !== null) valve.discrepancy = false;
    return;
  }
  valve.waitingS += context.dtS;
  if (valve.waitingS > LIMIT_S[definition.kind]) valve.discrepancy = true;
  if (!canMove(definition, context)) return;
  const stroke = context.dtS / definition.travelS;
  const away = valve.target - valve.position;
  valve.position = Math.abs(away) <= stroke ? valve.target : valve.position + Math.sign(away) * stroke;
}

export const isOpen = (valve: ValveState): boolean => valve.position >= 1 - SWITCH_BAND;
export const isClosed = (valve: ValveState): boolean => valve.position <= SWITCH_BAND;

/** Status word as the PLC shows it. */
export function valveStatus(
  definition: ValveDefinition,
  valve: ValveState,
  context: Omit<ValveContext, 'forced' | 'mayOpen' | 'dtS'>,
): number {
  const stuck = context.faults.has('valve-stuck', definition.id);
  const travelling = valve.target !== null && valve.position !== valve.target;
  const unpowered = definition.kind === MOV && !context.powered;
  let word = 1;
  if (valve.discrepancy && stuck) word |= 2;
  if (travelling && valve.target === 1) word |= 4;
  if (travelling && valve.target === 0) word |= 8;
  if (travelling && stuck) word |= 16;
  if (unpowered) word |= 32;
  if (valve.discrepancy) word |= 64;
  return word;
}
